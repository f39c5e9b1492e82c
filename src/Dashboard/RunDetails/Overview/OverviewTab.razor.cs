using System.Globalization;
using Angioboard.Core.RunFolders;
using Angioboard.Dashboard.Layout;
using Angioboard.Jobs.Reading;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.RunDetails.Overview;

/// <summary>The curves of a run, growing while it trains, and its main figures.</summary>
public sealed partial class OverviewTab : IDisposable
{
    private readonly List<EpochRecord> epochs = [];
    private IReadOnlyList<CurveChart> curves = [];
    private EpochClock? clock;
    private CurveView? drawn;
    private Run run = null!;
    private bool followed;

    /// <summary>The run.</summary>
    [Parameter, EditorRequired] public required Run Run { get; set; }

    /// <summary>Reports changes of the run.</summary>
    [Parameter, EditorRequired] public required RunWatch Watch { get; set; }

    /// <summary>The curves' x axis: <c>hours</c>, <c>frames</c>, else epochs.</summary>
    private string? Over => new PageQuery(Navigation).Text("over");

    /// <summary>The weight of earlier values in the moving average, from 0 to 0.95.</summary>
    private double? Smooth => new PageQuery(Navigation).Number("smooth");

    /// <summary>A logarithmic loss axis.</summary>
    private bool? Log => new PageQuery(Navigation).Flag("log");

    /// <summary>All runs.</summary>
    [Inject] public required RunStore Store { get; set; }

    /// <summary>The clock.</summary>
    [Inject] public required TimeProvider Time { get; set; }

    /// <summary>The address.</summary>
    [Inject] public required NavigationManager Navigation { get; set; }

    private CurveAxis Axis => Enum.TryParse(Over, ignoreCase: true, out CurveAxis axis) ? axis : CurveAxis.Epochs;

    private double Smoothing => Math.Clamp(Smooth is { } s && double.IsFinite(s) ? s : 0, 0, 0.95);

    private bool Logarithmic => Log == true;

    private string Empty => run.Status switch
    {
        RunStatus.Queued => "Curves appear once the run has a device and has finished its first epoch.",
        RunStatus.Running or RunStatus.Stopping => "The first epoch is in progress. Curves appear when it has finished.",
        _ => "The run ended before its first epoch had finished, so there are no curves. The log shows what happened.",
    };

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        run = Run;
        if (!followed)
        {
            followed = true;
            Watch.Changed += OnChanged;
            epochs.AddRange(Store.Epochs(run.Id));
        }
        CurveView view = new(Axis, Smoothing, Logarithmic);
        if (drawn == view) return;
        drawn = view;
        Draw();
    }

    /// <inheritdoc/>
    public void Dispose() => Watch.Changed -= OnChanged;

    private void OnChanged(RunUpdate update)
    {
        if (update.Now is null || update.Epochs.Count == 0) return;
        run = update.Now;
        foreach (EpochRecord epoch in update.Epochs)
        {
            // A resumed run trains some epochs again: drop the old values from there on.
            epochs.RemoveAll(known => known.Epoch >= epoch.Epoch);
            epochs.Add(epoch);
            clock?.Add(epoch.Epoch, run.Progress?.Seen ?? Time.GetUtcNow());
        }
        Draw();
        StateHasChanged();
    }

    private void Draw()
    {
        if (Axis == CurveAxis.Hours) clock ??= EpochClock.Read(new RunFolder(run.Folder).Metrics);
        curves = epochs.Count == 0 ? [] : CurveChart.Of(epochs, run.BestEpoch, clock, drawn!);
    }

    private void ChooseAxis(CurveAxis axis) => Go("over", axis == CurveAxis.Epochs ? null : $"{axis}".ToLowerInvariant());

    private void ChooseScale(bool logarithmic) => Go("log", logarithmic ? "true" : null);

    private void ChooseSmoothing(ChangeEventArgs change) =>
        Go("smooth", double.TryParse($"{change.Value}", CultureInfo.InvariantCulture, out double s)
            && s > 0 ? s.ToString(CultureInfo.InvariantCulture) : null);

    private void Go(string name, string? value) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, value), replace: true);
}
