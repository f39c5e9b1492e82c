namespace Angioboard.Dashboard.Charts;

/// <summary>A chart as text: each series' last, lowest and highest value.</summary>
public static class ChartSummary
{
    private const int Named = 20;

    /// <summary>The text for screen readers.</summary>
    public static string Of(IReadOnlyList<ChartSeries> series, ChartFormat format)
    {
        if (series.All(s => s.Points.Count == 0))
            return "No points yet.";
        IEnumerable<string> parts = series.Take(Named).Select(s => One(s, format));
        return string.Join(" ", series.Count > Named ? parts.Append($"And {series.Count - Named} more.") : parts);
    }

    private static string One(ChartSeries series, ChartFormat format)
    {
        double[] values = series.Points.Where(p => p.Y is { } y && double.IsFinite(y)).Select(p => p.Y!.Value).ToArray();
        return values.Length switch
        {
            0 => $"{series.Name}: no points.",
            1 => $"{series.Name}: {format.Text(values[0])}.",
            _ => $"{series.Name}: last {format.Text(values[^1])}, lowest {format.Text(values.Min())}, highest {format.Text(values.Max())}.",
        };
    }
}
