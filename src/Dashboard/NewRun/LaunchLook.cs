using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Launches;

namespace Angioboard.Dashboard.NewRun;

/// <summary>
/// Checks in the background what a form's runs need: the named files, weights, batches, room, time. Disk and network may be slow: the page
/// does not wait for them.
/// </summary>
internal sealed class LaunchLook : IDisposable
{
    private readonly FindProblems find;
    private readonly TimeProvider time;
    private CancellationTokenSource looking = new();
    private Task<PreflightReport> last = Task.FromResult(PreflightReport.Empty);

    public LaunchLook(LaunchPaths files, LaunchPreflight preflight, TimeProvider time)
        : this((paths, plan, byHand, cancellation) => FindAsync(files, preflight, paths, plan, byHand, cancellation), time)
    {
    }

    internal LaunchLook(FindProblems find, TimeProvider time) => (this.find, this.time) = (find, time);

    /// <summary>Looks at named files, then at what the runs need.</summary>
    internal delegate Task<PreflightReport> FindProblems(
        IReadOnlyDictionary<string, string> paths, LaunchPlan plan, bool byHand, CancellationToken cancellation);

    /// <summary>What the last look found.</summary>
    public PreflightReport Found { get; private set; } = PreflightReport.Empty;

    /// <summary>Looks again; a look that is under way ends without a result.</summary>
    /// <param name="form">The form.</param>
    /// <param name="byHand">Whether the user may name files.</param>
    /// <param name="after">The pause in typing to wait for.</param>
    /// <returns>Whether anything has changed.</returns>
    public async Task<bool> LookAsync(LaunchForm form, bool byHand, TimeSpan after)
    {
        IReadOnlyDictionary<string, string> paths = form.Paths();
        LaunchPlan plan = LaunchPlan.Of(form, byHand: byHand);
        looking.Cancel();
        looking.Dispose();
        looking = new CancellationTokenSource();
        CancellationToken cancellation = looking.Token;
        try
        {
            if (after > TimeSpan.Zero) await Task.Delay(after, time, cancellation);
            // A file system that hangs holds its thread: it holds one for each page, not one for each key.
            await Task.WhenAny(last).WaitAsync(cancellation);
            last = Task.Run(() => find(paths, plan, byHand, cancellation), cancellation);
            PreflightReport found = await last;
            if (cancellation.IsCancellationRequested
                || (found.Problems.SequenceEqual(Found.Problems) && found.Warnings.SequenceEqual(Found.Warnings))) return false;
            Found = found;
            return true;
        }
        catch (OperationCanceledException)
        {
            return false; // The user types again, or has left.
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        looking.Cancel();
        looking.Dispose();
    }

    private static async Task<PreflightReport> FindAsync(
        LaunchPaths files, LaunchPreflight preflight,
        IReadOnlyDictionary<string, string> paths, LaunchPlan plan, bool byHand, CancellationToken cancellation)
    {
        IReadOnlyList<(string, string)> missing = files.Problems(paths, byHand);
        if (missing.Count > 0 || !plan.CanLaunch) return new PreflightReport(missing, []);
        PreflightReport report = await preflight.LookAsync(plan.Settings, cancellation);
        return plan.Study is { } study
            ? report with { Problems = [.. report.Problems, .. RepeatPlan.FoldProblems(study, plan.Settings, cancellation)] }
            : report;
    }
}
