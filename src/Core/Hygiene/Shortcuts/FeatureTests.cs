using Angioboard.Core.Evaluation.Metrics;
using Angioboard.Core.Evaluation.Paired.Areas;
using Angioboard.Core.Evaluation.Statistics;

namespace Angioboard.Core.Hygiene.Shortcuts;

/// <summary>Tests each feature by itself: nothing is fitted, so that all figures are of the exams given.</summary>
internal static class FeatureTests
{
    private const double Level = 0.05, Rounding = 1e-9;

    /// <summary>Tests all features, with the same permutations for each.</summary>
    /// <param name="names">The features.</param>
    /// <param name="rows">Each exam's values; no feature is the same for all.</param>
    /// <param name="labels">Each exam's class.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="units">The units of the exams.</param>
    /// <param name="permutations">How many.</param>
    /// <param name="cancellation">Stops between two permutations.</param>
    public static ShortcutFeature[] Test(IReadOnlyList<string> names, double[][] rows, int[] labels, int classes, ExamUnits units,
        int permutations, CancellationToken cancellation)
    {
        int[] support = new int[classes];
        foreach (int label in labels) support[label]++;
        RankedFeature[] ranked = [.. names.Select((_, f) => new RankedFeature([.. rows.Select(row => row[f])]))];
        double[][] sums = [.. ranked.Select(feature => feature.Sums(labels, classes))];
        (int[] ofH, int[][] ofAreas) = Exceed(ranked, sums, support, labels, units, permutations, cancellation);

        double[] p = [.. ofH.Select(count => (count + 1.0) / (permutations + 1))];
        double?[] adjusted = Holm.Adjust([.. p.Select(value => (double?)value)]);
        return [.. names.Select((name, f) => Feature(name, f))];

        ShortcutFeature Feature(string name, int f)
        {
            FeatureArea?[] areas =
            [
                .. Enumerable.Range(0, classes)
                    .Select(c => Area(ranked[f], sums[f], labels, support, c, units, (ofAreas[f][c] + 1.0) / (permutations + 1))),
            ];
            bool red = !FeatureNames.AreOfPicture(name) && adjusted[f] < Level && areas.Index().Any(area => area.Item is { P: < Level } of
                && (Verdict.IsRed(of.Auc, of.Interval) || of.Auc == 1 && Seen(labels, area.Index, units) is not null));
            return new ShortcutFeature
            {
                Name = name,
                OfPicture = FeatureNames.AreOfPicture(name),
                Classes = areas,
                H = ranked[f].H(sums[f], support),
                P = p[f],
                PHolm = adjusted[f]!.Value,
                Red = red,
            };
        }
    }

    // How many permutations reach the statistics found.
    private static (int[] H, int[][] Areas) Exceed(RankedFeature[] ranked, double[][] sums, int[] support, int[] labels, ExamUnits units,
        int permutations, CancellationToken cancellation)
    {
        int classes = support.Length, n = labels.Length;
        double[] found = [.. ranked.Select((feature, f) => feature.H(sums[f], support))];
        double[][] folded = [.. ranked.Select((feature, f) => Folded(feature, sums[f]))];
        int[] ofH = new int[ranked.Length];
        int[][] ofAreas = [.. ranked.Select(_ => new int[classes])];
        PermutedClasses permuted = new(units, labels);
        Parallel.For(0, permutations, new ParallelOptions { CancellationToken = cancellation }, () => new int[n], (draw, _, drawn) =>
        {
            permuted.Draw(draw, drawn);
            for (int f = 0; f < ranked.Length; f++)
            {
                double[] of = ranked[f].Sums(drawn, classes);
                if (ranked[f].H(of, support) >= found[f] - Rounding) Interlocked.Increment(ref ofH[f]);
                double[] areas = Folded(ranked[f], of);
                for (int c = 0; c < classes; c++)
                {
                    if (areas[c] >= folded[f][c] - Rounding) Interlocked.Increment(ref ofAreas[f][c]);
                }
            }
            return drawn;
        }, _ => { });
        return (ofH, ofAreas);

        double[] Folded(RankedFeature feature, double[] of) =>
            [.. of.Select((sum, c) => support[c] == 0 || support[c] == n ? 0.5 : 0.5 + Math.Abs(feature.Area(sum, support[c]) - 0.5))];
    }

    private static FeatureArea? Area(
        RankedFeature feature, double[] sums, int[] labels, int[] support, int c, ExamUnits units, double p)
    {
        if (support[c] == 0 || support[c] == labels.Length) return null;
        double area = feature.Area(sums[c], support[c]);
        bool higher = area >= 0.5;
        double folded = higher ? area : 1 - area;
        return new FeatureArea(folded, higher, Interval(feature, higher, folded, labels, c, units), p);
    }

    private static Limits? Interval(RankedFeature feature, bool higher, double area, int[] labels, int c, ExamUnits units)
    {
        if (Seen(labels, c, units) is not { } seen) return null;
        int[] two = [.. labels.Select(label => label == c ? 1 : 0)];
        double n = labels.Length + 1;
        double[][] rows = [.. feature.Ranks.Select(rank => higher ? rank / n : 1 - rank / n).Select(score => new[] { 1 - score, score })];
        ScoredExams scores = new(two, rows, 2);
        return AreaEstimate.Logit(area, seen.Variance(new Placements(scores, 1).Centred)) is [double low, double high]
            ? new Limits(low, high)
            : null;
    }

    // Null with too few units of the class, or of the rest.
    private static ClassUnits? Seen(int[] labels, int c, ExamUnits units)
    {
        ClassUnits seen = new(units.Of, [.. labels.Select(label => label == c)]);
        return Math.Min(seen.WithPositives, seen.WithNegatives) < FewUnits.Least ? null : seen;
    }
}
