using System.Globalization;
using Angioboard.Dashboard.Live;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;
using Microsoft.AspNetCore.Components;
using MudBlazor;

namespace Angioboard.Dashboard.Machine;

/// <summary>The cluster as Slurm describes it, live.</summary>
public sealed partial class ClusterCard : IDisposable
{
    private const int Most = 20;

    private SlurmSurvey survey = SlurmSurvey.None;
    private IDisposable? subscription;

    /// <summary>Asks Slurm.</summary>
    [Inject] public required SlurmMonitor Slurm { get; set; }

    /// <summary>The runs, some of which are jobs.</summary>
    [Inject] public required RunStore Runs { get; set; }

    /// <summary>Whether live updates are paused.</summary>
    [Inject] public required LiveState Live { get; set; }

    private SlurmJob[] Queued => [.. survey.Jobs.Where(job => job.Waits)];

    /// <inheritdoc/>
    public void Dispose() => subscription?.Dispose();

    /// <inheritdoc/>
    protected override void OnInitialized() => survey = Slurm.Latest;

    /// <inheritdoc/>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!firstRender || !Slurm.IsOn) return;
        subscription = Slurm.Subscribe(() => _ = InvokeAsync(() =>
        {
            if (Live.Paused) return;
            survey = Slurm.Latest;
            StateHasChanged();
        }));
    }

    private static string Free(IEnumerable<SlurmNode> nodes)
    {
        SlurmNode[] able = [.. nodes.Where(node => node.TakesJobs)];
        int gpus = able.Sum(node => node.Gpus);
        return gpus == 0
            ? $"{able.Sum(node => node.Processors - node.ProcessorsInUse)} of {able.Sum(node => node.Processors)} processors free"
            : $"{gpus - able.Sum(node => node.GpusInUse)} of {gpus} GPUs free";
    }

    private string Waiting(string partition) => survey.Jobs.Count(job => job.Waits && job.Partition == partition) switch
    {
        0 => "no job waits",
        1 => "1 job waits",
        int count => $"{count} jobs wait",
    };

    private static string Memory(SlurmNode node) => string.Create(CultureInfo.InvariantCulture, $"{node.Megabytes / 1000.0:0.#} GB");

    private IEnumerable<SlurmJob> On(SlurmNode node) => survey.Jobs.Where(job => !job.Waits && job.Place == node.Name);

    // A job of ours leads to its run.
    private RenderFragment Link(SlurmJob job) => builder =>
    {
        if (Runs.All.FirstOrDefault(run => run.Slurm?.Job == job.Id && !run.Status.IsFinal()) is not { } run)
        {
            builder.AddContent(0, job.Id);
            return;
        }
        builder.OpenComponent<MudLink>(1);
        builder.AddComponentParameter(2, nameof(MudLink.Href), $"runs/{run.Id}");
        builder.AddComponentParameter(3, nameof(MudLink.Underline), Underline.Always);
        builder.AddComponentParameter(4, nameof(MudLink.ChildContent),
            (RenderFragment)(text => text.AddContent(0, $"{job.Id}: {run.Title}")));
        builder.CloseComponent();
    };
}
