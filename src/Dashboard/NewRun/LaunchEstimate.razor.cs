using Angioboard.Core;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Estimates;
using Angioboard.Jobs.Lists.Columns;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Microsoft.AspNetCore.Components;

namespace Angioboard.Dashboard.NewRun;

/// <summary>The estimated time and memory of a form's runs.</summary>
public sealed partial class LaunchEstimate : IDisposable
{
    private readonly CancellationTokenSource gone = new();
    private LaunchPlan? reckoned;
    private DatasetSummary? summary;
    private DeviceState? device;
    private RunEstimate? estimate;
    private double seconds;
    private string why = "";

    /// <summary>The runs.</summary>
    [Parameter, EditorRequired] public required LaunchPlan Plan { get; set; }

    /// <summary>Their dataset; null for files named by hand.</summary>
    [Parameter] public Dataset? Dataset { get; set; }

    /// <summary>Counts datasets.</summary>
    [Inject] public required DatasetCatalog Catalog { get; set; }

    /// <summary>Lists the devices.</summary>
    [Inject] public required MachineMonitor Monitor { get; set; }

    /// <summary>Lists the partitions of the cluster.</summary>
    [Inject] public required QueueSetup Setup { get; set; }

    /// <summary>Earlier runs, from which the speed is estimated.</summary>
    [Inject] public required RunStore Runs { get; set; }

    /// <summary>The measured speeds of the devices.</summary>
    [Inject] public required DeviceSpeeds Speeds { get; set; }

    private string Time => Plan.Runs == 1
        ? $"About {ColumnFormats.Duration(estimate!.Seconds)}"
        : $"{(Plan.Study?.Search is null ? "About" : "At most about")} {ColumnFormats.Duration(seconds)} for all {Plan.Runs}, "
            + "one after another,";

    /// <inheritdoc/>
    public void Dispose()
    {
        gone.Cancel();
        gone.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        if (ReferenceEquals(reckoned, Plan)) return;
        reckoned = Plan;
        if (Dataset is { } dataset && summary?.Name != dataset.Name)
        {
            summary = Catalog.Counted(dataset.Name);
            if (summary is null)
            {
                (estimate, why) = (null, "Reading the dataset …");
                try
                {
                    summary = await Catalog.SummaryAsync(dataset.Name, gone.Token);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }
        Reckon();
    }

    private void Reckon()
    {
        estimate = null;
        if (Plan.Problems.Count > 0) why = "Fix the highlighted fields to see a time and memory estimate.";
        else if (Plan.FirstStep is not null) why = "A time and memory estimate appears when a dataset is chosen.";
        else if (Dataset is null) why = "Time and memory can be estimated for registered datasets only.";
        else if (summary is null) why = "The dataset could not be read, so there is no estimate.";
        else if ((device = DeviceOf(Plan.Settings[0].Device)) is null) why = "The device was not found, so there is no estimate.";
        else Reckon(summary, device.Id);
    }

    private void Reckon(DatasetSummary counts, string id)
    {
        IReadOnlyList<Run> earlier = Runs.All;
        DeviceSpeed? speed = Speeds.Find(id);
        try
        {
            RunEstimate[] all = [.. Plan.Settings.Select(settings => RunEstimate.Of(settings, counts, earlier, id, speed))];
            // Of a study, the settings are those of its variants, and each is trained as often as the others.
            double times = Plan.Study is null ? 1 : (double)Plan.Runs / all.Length;
            (estimate, seconds) = (all.MaxBy(one => one.PeakMemory), times * all.Sum(one => one.Seconds));
        }
        catch (InputException e)
        {
            why = e.Problems[0];
        }
    }

    // The device that a run would get if it started now and all were free.
    private DeviceState? DeviceOf(string wish) =>
        DeviceWish.Fitting(wish, [.. Monitor.Devices, .. Setup.Partitions()]) is [{ } first, ..] ? first : null;

    private static string SizeText(long bytes) => ColumnFormat.Size.Write(bytes);
}
