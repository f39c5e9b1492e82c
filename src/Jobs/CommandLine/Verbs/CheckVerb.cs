using System.CommandLine;
using Angioboard.Core.Data.Exams;
using Angioboard.Core.Hygiene;
using Angioboard.Core.Settings;
using Angioboard.Jobs.CommandLine.Options;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Verbs;

/// <summary>`check`: reports every problem of a data set, its figures, and what gives its classes away.</summary>
internal static class CheckVerb
{
    public static Command Command()
    {
        Command command = new("check", "Report every problem of a data set, tables of its exams, frames, sizes and classes, "
            + "and what its files alone give away of the classes");
        SettingsOptions options = new(command, [.. PathSettings.PlacesOfData, "num_classes", "class_names", "modality", "strip"]);
        Option<string?> output = new("--output") { Description = "File for what the files give away, as JSON, for `report --check`" };
        command.Options.Add(output);
        command.SetAction(async (parsed, cancellation) =>
        {
            RunSettings settings = SettingsRules.Resolve(SettingsFile.Combine(options.Read(parsed)));
            SettingsRules.RequireData(settings);
            DatasetReport report;
            HygieneReport? hygiene;
            await using (Screen screen = new(TimeProvider.System))
            {
                (report, hygiene) =
                    HygieneCheck.Run(settings.Split!, settings.Datadir!, settings.IndexOptions(requireTrain: false), screen, cancellation);
            }
            Show(report);
            if (hygiene is not null) HygieneTables.Write(hygiene);
            if (hygiene is not null && parsed.GetValue(output) is { } file) HygieneFile.Write(file, hygiene);
            ShowProblems(report);
            return report.Problems.Count == 0 ? ExitCode.Done : ExitCode.BadInput;
        });
        return command;
    }

    private static void Show(DatasetReport report)
    {
        Tables.Write(
            ["split", "exams", "patients", "frames", "min", "median", "max", "sizes"],
            report.Splits.Select(split => (IReadOnlyList<string>)
            [
                split.Name, $"{split.Exams}", $"{(split.Patients is { } patients ? patients : "–")}", $"{split.Frames.Total}",
                $"{split.Frames.Min}",
                $"{split.Frames.Median}", $"{split.Frames.Max}",
                string.Join(", ", split.Sizes.Take(4).Select(size => $"{size.Width}×{size.Height} ({size.Count})"))
                    + (split.Sizes.Count > 4 ? " …" : ""),
            ]));
        if (report.Splits.Count > 0)
        {
            Tables.Write(
                ["class", .. report.Splits.Select(split => split.Name)],
                report.Splits[0].Classes
                    .Select((c, label) =>
                        (IReadOnlyList<string>)[c.Name, .. report.Splits.Select(split => $"{split.Classes[label].Count}")])
                    .Append(["no label", .. report.Splits.Select(split => $"{split.Unlabelled}")]));
        }
    }

    private static void ShowProblems(DatasetReport report)
    {
        foreach (string warning in report.Warnings) Console.WriteLine($"warning: {warning}");
        foreach (string problem in report.Problems) Console.Error.WriteLine($"error: {problem}");
        Console.WriteLine(report.Problems.Count switch
        {
            0 => "no problems",
            1 => "1 problem",
            int count => $"{count} problems",
        });
    }
}
