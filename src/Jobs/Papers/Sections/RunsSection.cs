using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>What the report is, and the runs it is of.</summary>
internal static class RunsSection
{
    public const string Table = "runs";

    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        yield return new PaperHeading(1, "About this report");
        yield return new PaperParagraph(
            "Tables, figures and text for a paper, written from the files of the runs below. Every figure is the one that the program "
            + "shows elsewhere. What these files do not say is marked as a gap: " + PaperWords.Gap("like this")
            + ". The same tables are in the folder tables as CSV, with figures in full, and for LaTeX; the figures are in the folder "
            + "figures as PDF and "
            + "SVG.");
        if (study.Runs.Count > 1)
        {
            yield return new PaperParagraph($"Figures and tables of a single run are of {study.Main.Name}, the first of the runs below"
                + (study.Reference is { } reference ? $". The others are compared with {reference.Name}." : "."));
        }
        bool differ = study.BySettings.Count > 1;
        yield return new PaperTable(Table, study.Runs.Count == 1 ? "The run." : "The runs.",
            [
                PaperColumn.Words("Run", differ ? 0.24 : 0.4, "run"),
                .. differ ? (PaperColumn[])[PaperColumn.Words("Settings that differ", 0.3, "settings")] : [],
                PaperColumn.Words("Device", 0.16, "device"), new PaperColumn("Seed", 0.1, "seed"),
                new PaperColumn("Epochs", 0.1, "epochs"), new PaperColumn("Kept epoch", 0.1, "kept_epoch"),
            ],
            [.. study.Runs.Select(run => Row(study, run))]);
    }

    private static PaperCell[] Row(PaperStudy study, PaperRun run) =>
    [
        PaperCells.Words(run.Name),
        .. study.BySettings.Count == 1 ? (PaperCell[])[]
            : [PaperCells.Words(study.TitleOf(study.BySettings.First(group => group.Contains(run))))],
        PaperCells.Words(run.Environment?["device"] is { } device ? $"{device}" : run.Text("device")),
        new PaperCell($"{run.Settings.Seed}", (double)run.Settings.Seed),
        PaperCells.Count(run.Epochs.Count), PaperCells.Count(run.Kept?.Number),
    ];
}
