using Angioboard.Core.Evaluation.Studies;
using Angioboard.Core.Evaluation.Studies.Curves;
using Angioboard.Core.Evaluation.Studies.Pooling;

namespace Angioboard.Jobs.Papers.CrossValidation;

/// <summary>The results of a study with what is drawn of them.</summary>
/// <param name="Name">What the study is called: <c>demo/Study_1</c>.</param>
/// <param name="Results">The results.</param>
public sealed record ReportedStudy(string Name, StudyResults Results)
{
    // Curves of more variants would be too many pages to look at.
    private const int MostDrawn = 4;

    /// <summary>ROC curves of each class, by variant: of all, or of the baseline and the best of many.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FoldCurves>> Curves { get; private init; } =
        new Dictionary<string, IReadOnlyList<FoldCurves>>();

    /// <summary>The variants with curves, in the study's order.</summary>
    public IEnumerable<VariantResult> Drawn => Results.Variants.Where(variant => Curves.ContainsKey(variant.Variant));

    /// <summary>Whether variants were left out of what is drawn.</summary>
    public bool LeavesOut => Results.Variants.Count(variant => variant.Figures is not null) > Curves.Count;

    /// <summary>Adds the curves.</summary>
    /// <param name="name">What the study is called.</param>
    /// <param name="results">Its results.</param>
    /// <param name="predictions">The predictions that these follow from.</param>
    public static ReportedStudy Of(string name, StudyResults results, StudyPredictions predictions)
    {
        // Before the best is known, the first variant that has figures stands for it.
        string?[] drawn = results.Variants.Count <= MostDrawn
            ? [.. results.Variants.Select(variant => variant.Variant)]
            : [results.Baseline, results.Selection?.Best ?? FirstOf(results)];
        return new ReportedStudy(name, results) { Curves = FoldCurves.Of(predictions, [.. drawn.OfType<string>().Distinct()]) };
    }

    private static string? FirstOf(StudyResults results) =>
        results.Variants.FirstOrDefault(variant => variant.Figures is not null)?.Variant;
}
