using Angioboard.Dashboard.Charts;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Machine;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.Machine;

/// <summary>The machine's last hour as charts.</summary>
public sealed partial class MachineCharts : IDisposable
{
    private const double Giga = 1e9;

    // The axis has six steps, which should be whole numbers.
    private const int Steps = 6;

    // Points are appended; the charts are redrawn only when this many are over an hour old.
    private const int Surplus = 120;

    private List<MachineSample> samples = [];
    private IReadOnlyList<ChartSeries> use = [], memory = [], gpuMemory = [], temperature = [], power = [], disk = [];
    private double? memoryTotal;
    private bool gpus;
    private Throttle? throttle;
    private IDisposable? subscription;

    /// <summary>Measures the machine.</summary>
    [Inject] public required MachineMonitor Monitor { get; set; }

    /// <summary>Whether live updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    /// <inheritdoc/>
    public void Dispose()
    {
        subscription?.Dispose();
        throttle?.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnInitialized() => Take();

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender) return;
        throttle = new Throttle(
            () => InvokeAsync(() =>
            {
                Take();
                StateHasChanged();
            }),
            Live);
        subscription = Monitor.Subscribe(news =>
        {
            if (news == MachineNews.Sample) throttle.Signal();
        });
    }

    private void Take()
    {
        IReadOnlyList<MachineSample> history = Monitor.History;
        if (samples.Count > 0 && history.Count > 0 && history[0].Time <= samples[^1].Time && samples.Count < history.Count + Surplus)
            samples.AddRange(history.SkipWhile(sample => sample.Time <= samples[^1].Time).ToArray());
        else
            samples = [.. history];
        Draw();
    }

    private void Draw()
    {
        (string Id, string Name)[] names = samples.SelectMany(sample => sample.Gpus).DistinctBy(gpu => gpu.Id).OrderBy(gpu => gpu.Name)
            .Select(gpu => (gpu.Id, Name: gpu.Name.Split(':')[0])).ToArray();
        gpus = names.Length > 0;
        memoryTotal = samples.Count > 0 && samples[^1].MemoryTotal is { } total ? Steps * Math.Ceiling(total / Giga / Steps) : null;
        use = [Series("Processors", sample => sample.CpuPercent), .. Gpus(gpu => gpu.Utilization)];
        memory = [Series("Memory in use", sample => sample.MemoryUsed / Giga)];
        disk = [Series("Free", sample => sample.DiskFree / Giga)];
        gpuMemory = Gpus(gpu => gpu.MemoryUsed / Giga);
        temperature = Gpus(gpu => gpu.Temperature);
        power = Gpus(gpu => gpu.Power);

        ChartSeries[] Gpus(Func<GpuSample, double?> value) =>
            [.. names.Select(name =>
                Series(name.Name, sample => sample.Gpus.FirstOrDefault(gpu => gpu.Id == name.Id) is { } gpu ? value(gpu) : null))];
    }

    private ChartSeries Series(string name, Func<MachineSample, double?> value) => new()
    {
        Name = name,
        Points = [.. samples.Select(sample => new ChartPoint(sample.Time.ToUnixTimeMilliseconds(), value(sample)))],
    };
}
