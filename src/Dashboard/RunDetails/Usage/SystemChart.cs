using Angioboard.Dashboard.Charts;
using Angioboard.Jobs.Reading;

namespace Angioboard.Dashboard.RunDetails.Usage;

/// <summary>A chart of the trainer's resource use.</summary>
internal sealed record SystemChart(string Title, string Unit, IReadOnlyList<ChartSeries> Series)
{
    /// <summary>The charts of the samples; quantities that were never measured are left out.</summary>
    public static IReadOnlyList<SystemChart> Of(IReadOnlyList<SystemSample> samples) => [.. new[]
    {
        Make(samples, "CPU use", "% of one core", ("trainer", sample => sample.Cpu)),
        Make(samples, "Memory", "GB", ("trainer", sample => sample.TrainerGigabytes), ("whole machine", sample => sample.MachineGigabytes)),
        Make(samples, "GPU use", "%", ("GPU", sample => sample.Gpu)),
        Make(samples, "GPU memory", "GB", ("GPU", sample => sample.GpuGigabytes)),
        Make(samples, "Data-loading wait", "% of the time", ("training", sample => sample.DataWait)),
    }.Where(chart => chart.Series.Count > 0)];

    private static SystemChart Make(IReadOnlyList<SystemSample> samples, string title, string unit,
        params (string Name, Func<SystemSample, double?> Value)[] series) => new(
        title,
        unit,
        [.. series.Where(one => samples.Any(sample => one.Value(sample) is not null)).Select(one => new ChartSeries
        {
            Name = one.Name,
            Points = [.. samples.Select(sample => new ChartPoint(sample.Time.ToUnixTimeMilliseconds(), one.Value(sample)))],
        })]);
}
