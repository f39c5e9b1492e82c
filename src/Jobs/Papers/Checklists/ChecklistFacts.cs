using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Papers.Sections;
using Angioboard.Jobs.Papers.Study;
using Angioboard.Jobs.Papers.Writing;

namespace Angioboard.Jobs.Papers.Checklists;

/// <summary>What several items of the checklists say of a study.</summary>
internal sealed class ChecklistFacts(PaperStudy study)
{
    private const string Hidden = "the results, once the test split is revealed";

    /// <summary>Where counts of exams are.</summary>
    public static string Flow => $"{Ref(DataSection.FlowTable)} and {Ref($"{DataSection.FlowFigure}-chart")}.";

    /// <summary>Where counts of classes are.</summary>
    public static string Classes => $"{Ref(DataSection.ClassTable)}.";

    /// <summary>The unit of splitting, if it is known.</summary>
    public bool KnowsPatients => study.KnowsPatients;

    /// <summary>The classes by name.</summary>
    public string ClassNames => PaperWords.Some(study.Classes);

    /// <summary>The version that trained the model; null if it is not known.</summary>
    public string? Software => study.Main.Environment?["angioboard"] is { } version ? $"Angioboard {version}; Methods, Software." : null;

    /// <summary>How often each setting was trained.</summary>
    public string Repetitions => study.HasSeeds ? $"{PaperWords.Count(study.Runs.Count, "run")}; several seeds "
        + $"({Ref(ComparisonSection.SeedsTable)})." : "";

    /// <summary>The split that the results are of.</summary>
    public string Split => study.Split;

    /// <summary>Whether it is the test split.</summary>
    public bool IsTest => study.Split == TestSeal.Split;

    /// <summary>An item about results: they may be sealed.</summary>
    public ChecklistItem Result(string number, string asks, string says, string missing = "") => study.Sealed is null
        ? new ChecklistItem(number, asks, says, missing)
        : ChecklistItem.Gap(number, asks, Hidden);

    /// <summary>The metrics of one run, and the differences between several.</summary>
    public string Performance => $"{Ref(PerformanceSection.MetricsTable)} and {Ref(PerformanceSection.ClassTable)}"
        + (study.Comparison is null ? "." : $"; differences in {Ref(study.Comparison switch
        {
            { Settings: not null } => ComparisonSection.SettingsTable,
            { Pairs.Count: 1 } => ComparisonSection.DifferenceTable,
            _ => ComparisonSection.PairsTable,
        })}.");

    /// <summary>The wrong exams.</summary>
    public string Failures => study.Sealed is null && study.Predictions.Any(exam => exam.Correct == false)
        ? $"{Ref(FailureSection.Table)}." : "No exam was wrong.";

    private static string Ref(string name) => Paper.Reference(name);
}
