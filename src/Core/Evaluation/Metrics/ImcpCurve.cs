namespace Angioboard.Core.Evaluation.Metrics;

/// <summary>
/// The (imbalanced) multiclass classification performance curve of Aguilar-Ruiz and Michalak (Scientific Reports 14:10759, 2024).
/// Each exam is a step of height φ, the (Hellinger) closeness of its probabilities to the true class, in ascending order. Its width is
/// 1 / (K · n_y) in IMCP, with K the number of classes that have exams; a class without exams has no width. In MCP the n exams stand
/// 1 / (n − 1) apart, the first at 0 and the last at 1, as in the package imcp.
/// </summary>
internal static class ImcpCurve
{
    /// <summary>1 − √(1 − √p) for the true class's probability p: 0 where p is 0, 1 where it is 1.</summary>
    public static double Phi(double p) => 1 - Math.Sqrt(Math.Max(0, 1 - Math.Sqrt(p)));

    /// <summary>The curve's points: the middles of the steps, and the first and last height again at 0 and 1.</summary>
    public static (double[] X, double[] Y) Points(ScoredExams exams)
    {
        double[] widths = ClassWidths(exams, exams.Once);
        double[] x = new double[exams.Count + 2], y = new double[exams.Count + 2];
        double cumulative = 0;
        for (int i = 0; i < exams.Count; i++)
        {
            int exam = exams.PhiOrder[i];
            double width = widths[exams.Labels[exam]];
            cumulative += width;
            x[i + 1] = cumulative - width / 2;
            y[i + 1] = exams.Phi[exam];
        }
        x[^1] = 1;
        (y[0], y[^1]) = (y[1], y[^2]);
        return (x, y);
    }

    /// <summary>The areas under the curves of IMCP and of MCP, by trapezoids; the height itself of a single exam.</summary>
    public static (double Imcp, double Mcp) Areas(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        double[] widths = ClassWidths(exams, counts), heights = exams.OrderedPhi;
        int[] order = exams.PhiOrder, labels = exams.PhiLabels;
        double area = 0, lastWidth = 0, lastHeight = 0, sum = 0, firstHeight = double.NaN;
        int total = 0;
        for (int i = 0; i < order.Length; i++)
        {
            int count = counts[order[i]];
            if (count == 0) continue;
            double height = heights[i], width = widths[labels[i]];
            // Between the middles of two steps, or from the edge; then between the middles of this exam's own copies.
            area += total == 0 ? width / 2 * height : (lastWidth + width) / 2 * (lastHeight + height) / 2;
            area += (count - 1) * width * height;
            if (total == 0) firstHeight = height;
            sum += count * height;
            total += count;
            (lastWidth, lastHeight) = (width, height);
        }
        return (area + lastWidth / 2 * lastHeight, total == 1 ? lastHeight : (sum - (firstHeight + lastHeight) / 2) / (total - 1));
    }

    private static double[] ClassWidths(ScoredExams exams, ReadOnlySpan<byte> counts)
    {
        long[] support = exams.Support(counts);
        int present = support.Count(n => n > 0);
        return [.. support.Select(n => n == 0 ? 0 : 1.0 / ((double)present * n))];
    }
}
