using System.Text.Json.Serialization;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>
/// How well a class can be told from an exam's files alone: from the number of frames, their size, their brightness and the like. A model
/// that scores no more than that may have learned nothing of the disease (Zech et al., 2018; DeGrave et al., 2021).
/// </summary>
public sealed record ShortcutBaseline
{
    /// <summary>Why nothing was measured, as a sentence; null if it was.</summary>
    public string? Why { get; init; }

    /// <summary>Labelled exams of train, validation and test: features alone are measured on all of them, as nothing is fitted.</summary>
    public int AllExams { get; init; }

    /// <summary>Their independent units: patients or, where these are not known, exams.</summary>
    public int AllUnits { get; init; }

    /// <summary>Labelled exams of train, which the regressions were fitted to.</summary>
    public int TrainExams { get; init; }

    /// <summary>
    /// The split that the regressions are measured on: <c>test</c>, or <c>validation</c> where no test exam has a label; null for none.
    /// </summary>
    public string? Split { get; init; }

    /// <summary>Labelled exams of that split.</summary>
    public int Exams { get; init; }

    /// <summary>Their independent units.</summary>
    public int Units { get; init; }

    /// <summary>Each feature alone.</summary>
    public IReadOnlyList<ShortcutFeature> Features { get; init; } = [];

    /// <summary>Features that say nothing here, with the reason.</summary>
    public IReadOnlyList<LeftOutFeature> LeftOut { get; init; } = [];

    /// <summary>All features together but those of the picture, by logistic regression; null if nothing was measured.</summary>
    public JointBaseline? Joint { get; init; }

    /// <summary>The same from a thumbnail of the burnt-in strip; null without a strip.</summary>
    public JointBaseline? Strip { get; init; }

    /// <summary>What to keep in mind, one sentence each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>The numbers of frames and the sizes of that split's labelled exams, by the exams' names.</summary>
    public IReadOnlyDictionary<string, Stratum> Strata { get; init; } = new Dictionary<string, Stratum>();

    /// <summary>Whether the class can be told from the files: a caution, not an error.</summary>
    [JsonIgnore]
    public bool Red => Joint is { Red: true } || Strip is { Red: true } || Features.Any(feature => feature.Red);

    /// <summary>Whether each feature has an entry for each class, and lists have no holes.</summary>
    internal bool Fits(int classes) =>
        Features.All(feature => feature is not null && feature.Classes.Count == classes && feature.IsWhole)
        && LeftOut.All(feature => feature is not null) && Notes.All(note => note is not null)
        && Strata.Values.All(stratum => stratum is not null);
}

/// <summary>A feature of an exam's files by itself.</summary>
public sealed record ShortcutFeature
{
    /// <summary>A name of <see cref="FeatureNames"/>.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Whether it is of the picture that models see, so that the disease itself can change it: such a feature is shown, but is neither a
    /// shortcut by itself nor part of the regression.
    /// </summary>
    public bool OfPicture { get; init; }

    /// <summary>For each class its area against the rest; null where the class or the rest has no exam.</summary>
    public required IReadOnlyList<FeatureArea?> Classes { get; init; }

    /// <summary>The statistic of Kruskal and Wallis (1952), corrected for ties.</summary>
    public required double H { get; init; }

    /// <summary>Its p-value, by exchanging the classes of patients.</summary>
    public required double P { get; init; }

    /// <summary>The same after Holm's correction over all features.</summary>
    public required double PHolm { get; init; }

    /// <summary>
    /// Whether it gives a class away: p below 0.05 after Holm's correction, and an area that <see cref="Verdict"/> calls so.
    /// </summary>
    public required bool Red { get; init; }

    /// <summary>Whether its areas are areas, and one of them stands for a red one.</summary>
    internal bool IsWhole => Classes.All(area => area is null or { Auc: >= 0 and <= 1 }) && (!Red || Classes.Any(area => area is not null));
}

/// <summary>The area under the ROC curve of a class against the rest, by a feature alone.</summary>
/// <param name="Auc">The area, folded: at least one half.</param>
/// <param name="Higher">Whether the class has the larger values.</param>
/// <param name="Interval">Its 95 % interval by patients; null where there is none.</param>
/// <param name="P">The p-value of the folded area, by exchanging the classes of patients.</param>
public sealed record FeatureArea(double Auc, bool Higher, Limits? Interval, double P);

/// <summary>A feature that was left out.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Why">Why: <c>the same for every exam</c>.</param>
public sealed record LeftOutFeature(string Name, string Why);

/// <summary>The macro-averaged area under the ROC curves of a logistic regression on an exam's files.</summary>
/// <param name="Auc">The area, as runs have it; null where undefined.</param>
/// <param name="Interval">Its 95 % interval by patients, as runs have it.</param>
/// <param name="Why">Why the area or its interval is null.</param>
/// <param name="Caution">What to keep in mind about the interval.</param>
/// <param name="Red">Whether it gives the class away, by <see cref="Verdict"/>.</param>
public sealed record JointBaseline(double? Auc, Limits? Interval, string? Why, string? Caution, bool Red);

/// <summary>What an exam shares with others that a model cannot tell apart by its files' number and size.</summary>
/// <param name="Frames">Number of frames.</param>
/// <param name="Width">Width of the first frame, pixels.</param>
/// <param name="Height">Height of the first frame, pixels.</param>
public sealed record Stratum(int Frames, int Width, int Height);
