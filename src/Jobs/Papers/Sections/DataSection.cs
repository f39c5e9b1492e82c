using Angioboard.Core.Drawing;
using Angioboard.Core.Drawing.Layouts;
using Angioboard.Core.Evaluation;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Sections;

/// <summary>The methods: where the exams come from, how they flow to the figures, and the classes of each split.</summary>
internal static class DataSection
{
    public const string FlowTable = "flow", FlowFigure = "flow", ClassTable = "classes";

    /// <summary>Where exams come from, which only the authors know.</summary>
    public static string Acquired =>
        $"Exams were acquired {PaperWords.Gap("where, when, and with which scanner and protocol")}. Included were "
        + $"{PaperWords.Gap("inclusion and exclusion criteria")}. The study was approved by "
        + $"{PaperWords.Gap("ethics committee, number, and whether consent was waived")}. The reference standard was "
        + $"{PaperWords.Gap("who labelled the exams, by which criteria, blinded to what, and how disagreements were settled")}.";

    public static IEnumerable<PaperBlock> Of(PaperStudy study)
    {
        IReadOnlyList<SplitFacts> splits = SplitFacts.Of(study.Main);
        yield return new PaperHeading(1, "Methods");
        yield return new PaperHeading(2, "Data");
        yield return new PaperParagraph(Acquired);
        yield return new PaperParagraph(Counts(study, splits));
        yield return new PaperParagraph(Splitting(study, splits));
        if (SealText.Of(study) is { } seal) yield return new PaperParagraph(seal);
        yield return Flow(study, splits);
        yield return Drawn(study, splits);
        yield return Classes(study, splits);
    }

    private static string Counts(PaperStudy study, IReadOnlyList<SplitFacts> splits)
    {
        string exams = PaperWords.Count(SplitFacts.Sum(splits, split => split.Read) ?? 0, "exam");
        string patients = SplitFacts.Sum(splits, split => split.Patients) is { } known
            ? $" of {PaperWords.Count(known, "patient")}"
            : $" of {PaperWords.Gap("number of patients")}";
        string frames = SplitFacts.Sum(splits, split => split.Frames) is { } all
            ? $", {PaperWords.Count(all, "frame")} in all"
            : "";
        return $"The study had {exams}{patients}{frames}, each exam a series of frames in order of time. Each was of one of "
            + $"{study.Classes.Count} classes: {PaperWords.Some(study.Classes)} ({{@{ClassTable}}}). {{@{FlowFigure}-chart}} and "
            + $"{{@{FlowTable}}} show how exams reached the figures. No sample size was computed by the program: "
            + $"{PaperWords.Gap("how the number of exams was decided")}.";
    }

    private static string Splitting(PaperStudy study, IReadOnlyList<SplitFacts> splits)
    {
        string names = PaperWords.And([.. splits.Select(split =>
            $"{split.Name} ({PaperWords.Count(split.Read ?? split.Listed ?? 0, "exam")}"
                + (split.Patients is { } patients ? $", {PaperWords.Count(patients, "patient")})" : ")"))]);
        string unit = study.KnowsPatients
            ? "The unit of splitting was the patient: no patient was in two splits."
            : $"Patients were not known to the program, so {PaperWords.Gap("whether two exams of a patient can be in different splits")}.";
        return $"A split file assigned the exams to {names}. {unit} Exams were assigned by "
            + $"{PaperWords.Gap("how, such as by chance or site")}.";
    }

    private static PaperTable Flow(PaperStudy study, IReadOnlyList<SplitFacts> splits) => new(FlowTable,
        "Exams from the split file to the figures.",
        [
            PaperColumn.Words("Split", 0.2, "split"), new PaperColumn("In the split "
                + "file", 0.14, "listed"), new PaperColumn("Read", 0.1, "read"),
            new PaperColumn("Frames", 0.14, "frames"), new PaperColumn("Without label", 0.14, "unlabelled"),
            new PaperColumn("Evaluated", 0.14, "evaluated"), new PaperColumn("Patients", 0.14, "patients"),
        ],
        [
            .. splits.Select(split => (PaperCell[])
            [
                PaperCells.Words(split.Name), PaperCells.Count(split.Listed), PaperCells.Count(split.Read), PaperCells.Count(split.Frames),
                PaperCells.Count(split.Unlabelled), PaperCells.Count(split.Evaluated), PaperCells.Count(split.Patients),
            ]),
        ])
    {
        Note = "Without a label, exams were predicted but not evaluated. Patients are those of evaluated exams"
            + (study.KnowsPatients ? "." : "; here they are not known."),
    };

    private static PaperFigure Drawn(PaperStudy study, IReadOnlyList<SplitFacts> splits)
    {
        int? listed = SplitFacts.Sum(splits, split => split.Listed), entries = SplitFacts.Sum(splits, split => split.Entries);
        int? read = SplitFacts.Sum(splits, split => split.Read), unlabelled = SplitFacts.Sum(splits, split => split.Unlabelled);
        int? evaluated = SplitFacts.Sum(splits, split => split.Evaluated ?? 0);
        List<FlowStep> steps = [];
        if (listed is { } named)
        {
            FlowBox? notRead = read is { } used && used != named
                ? new FlowBox("Left out", [$"{PaperWords.Count(named - used, "exam")} not read"])
                : null;
            steps.Add(new FlowStep(new FlowBox("Split file",
                [Listed(named, entries ?? named)]), notRead));
        }
        if (read is { } all)
        {
            string frames = SplitFacts.Sum(splits, split => split.Frames) is { } count ? $", {PaperWords.Count(count, "frame")}" : "";
            steps.Add(new FlowStep(new FlowBox("Read", [$"{PaperWords.Count(all, "exam")}{frames}"]),
                unlabelled is > 0 ? new FlowBox("Left out", [$"{PaperWords.Count(unlabelled.Value, "exam")} without a label"]) : null));
        }
        string patients = SplitFacts.Sum(splits, split => split.Patients ?? 0) is > 0 and int known
            ? $" of {PaperWords.Count(known, "patient")}" : "";
        steps.Add(new FlowStep(new FlowBox("With a label", [$"{PaperWords.Count(evaluated ?? 0, "exam")}{patients}"]), null));
        FlowChart chart = new("Flow of exams", steps,
            [.. splits.Where(split => split.Evaluated is not null).Select(split => End(study, split))]);
        string words = string.Join("; ", splits.Select(split => $"{split.Name}: {split.Evaluated ?? 0} exams"));
        return new PaperFigure($"{FlowFigure}-chart", "Flow of exams from the split file to training and evaluation.",
            $"Flow chart of exams, ending in {words}.", FigureFile.TwoColumns, (format, width) => FigureFile.Bytes(chart, format, width));
    }

    private static string Listed(int exams, int entries) =>
        PaperWords.Count(exams, "exam") + (entries == exams ? "" : $", in {PaperWords.Count(entries, "line")}");

    private static FlowBox End(PaperStudy study, SplitFacts split)
    {
        SplitReport report = study.Main.Evaluation.Splits[split.Name];
        string patients = split.Patients is { } known ? $" of {PaperWords.Count(known, "patient")}" : "";
        return new FlowBox(PaperWords.Clean(split.Name),
        [
            $"{PaperWords.Count(report.Exams, "exam")}{patients}",
            .. report.PerClass.Count > 12 ? [] : report.PerClass.Select(c => $"{PaperWords.Clean(c.Name)}: {c.Support}"),
        ]);
    }

    private static PaperTable Classes(PaperStudy study, IReadOnlyList<SplitFacts> splits)
    {
        SplitFacts[] known = [.. splits.Where(split => split.Evaluated is not null)];
        double share = 0.72 / Math.Max(1, known.Length);
        string unit = study.KnowsPatients ? "patients" : "exams";
        return new PaperTable(ClassTable, study.KnowsPatients ? "Exams, with patients in parentheses, by class and split." : "Exams by "
            + "class and split.",
            [
                PaperColumn.Words("Class", 0.28, "class"),
                .. known.Select(split => new PaperColumn(PaperWords.Clean(split.Name), share, split.Name, $"{split.Name}_{unit}")),
            ],
            [
                .. study.Classes.Select((name, c) => (PaperCell[])
                [
                    PaperCells.Words(name),
                    .. known.Select(split => Cell(study, study.Main.Evaluation.Splits[split.Name].PerClass[c])),
                ]),
            ]);
    }

    private static PaperCell Cell(PaperStudy study, ClassReport report)
    {
        string text = PaperCells.Count(report.Support).Text;
        return new PaperCell(study.KnowsPatients ? $"{text} ({PaperCells.Count(report.Units).Text})" : text,
            (double)report.Support, (double?)report.Units);
    }
}
