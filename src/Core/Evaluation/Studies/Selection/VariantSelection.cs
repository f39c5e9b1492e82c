using System.Globalization;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Evaluation.Studies.Selection;

/// <summary>The variant that a fold's own validation exams choose.</summary>
/// <param name="Fold">The fold, from 0.</param>
/// <param name="Variant">The variant.</param>
/// <param name="Validation">Its metric on the fold's validation exams, the mean over seeds.</param>
public sealed record FoldPick(int Fold, string Variant, double Validation);

/// <summary>
/// How good the best variant is, said in three ways, since a best one that is chosen and measured on the same exams looks better than it
/// is.
/// </summary>
public sealed record VariantSelection
{
    /// <summary>The metric.</summary>
    public required string Metric { get; init; }

    /// <summary>The variant with the best out-of-fold figure.</summary>
    public required string Best { get; init; }

    /// <summary>This figure: optimistic, as it is the best of several.</summary>
    public required double Hindsight { get; init; }

    /// <summary>How many variants there were to choose from.</summary>
    public required int Variants { get; init; }

    /// <summary>What each fold chose on its validation exams; empty where it cannot.</summary>
    public required IReadOnlyList<FoldPick> Picks { get; init; }

    /// <summary>
    /// The figure of choosing on validation: each fold's test exams are predicted by the variant that its validation exams chose.
    /// </summary>
    public double? Nested { get; init; }

    /// <summary>
    /// The bootstrap bias corrected figure (BBC-CV; Tsamardinos, Greasidou and Borboudakis, 2018): the mean over draws of patients of the
    /// figure that the best variant on the drawn has on the undrawn.
    /// </summary>
    public double? BbcCv { get; init; }

    /// <summary>Its 95 % interval: percentiles over draws.</summary>
    public Limits? BbcInterval { get; init; }

    /// <summary>How many draws it is made of.</summary>
    public required int Draws { get; init; }

    /// <summary>Draws left out, since the undrawn exams lack a class or leave the metric undefined.</summary>
    public required int LeftOut { get; init; }

    /// <summary>Why a figure is null, by its name.</summary>
    public required OrderedDictionary<string, string> Undefined { get; init; }

    /// <summary>The three figures in one line.</summary>
    public string Line
    {
        get
        {
            string nested = Nested is { } value ? Text(value) : $"unknown ({Undefined["nested"]})";
            string corrected = BbcCv is { } mean ? Text(mean) : $"unknown ({Undefined["bbc_cv"]})";
            string limits = BbcInterval is { } interval ? $" ({Text(interval.Low)} to {Text(interval.High)})" : "";
            return $"{Metric} of the best of {Variants} variants, {Best}: {Text(Hindsight)} in hindsight, which is optimistic; {nested} if "
                + $"each fold chooses on its own validation exams; {corrected}{limits} corrected for the choice (BBC-CV).";
        }
    }

    private static string Text(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
}
