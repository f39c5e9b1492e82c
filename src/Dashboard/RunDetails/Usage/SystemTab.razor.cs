using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Usage;

/// <summary>The trainer's resource use while it ran.</summary>
public sealed partial class SystemTab : IDisposable
{
    private readonly List<SystemSample> samples = [];
    private IReadOnlyList<SystemChart> charts = [];
    private Run run = null!;
    private bool followed;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>Reports changes of the run.</summary>
    [Parameter, EditorRequired] public required RunWatch Watch { get; set; }

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        run = Run;
        if (followed) return;
        followed = true;
        Watch.Changed += OnChanged;
        samples.AddRange(SystemSamples.Read(new RunFolder(run.Folder).Metrics));
        charts = SystemChart.Of(samples);
    }

    /// <inheritdoc/>
    public void Dispose() => Watch.Changed -= OnChanged;

    private void OnChanged(RunUpdate update)
    {
        if (update.Now is null) return;
        // Samples read from the file at the start may also arrive by the feed.
        SystemSample[] later = [.. update.Samples.Where(sample => samples.Count == 0 || sample.Time > samples[^1].Time)];
        if (later.Length == 0) return;
        run = update.Now;
        samples.AddRange(later);
        charts = SystemChart.Of(samples);
        StateHasChanged();
    }
}
