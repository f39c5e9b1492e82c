using Angioboard.Core.Settings;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Slurm;

namespace Angioboard.Jobs.Queue;

/// <summary>Says why each waiting job waits, and when it is expected to start. Not thread-safe.</summary>
internal sealed class QueueForecast(RunStore runs, Func<RunSettings, TimeSpan?> estimate, TimeProvider time)
{
    // Prediction and evaluation after training take little time in comparison.
    private static readonly TimeSpan AfterTraining = TimeSpan.FromSeconds(30), Rounding = TimeSpan.FromSeconds(10),
        EstimateHolds = TimeSpan.FromMinutes(1);

    private readonly Dictionary<string, (TimeSpan? Duration, DateTimeOffset Made)> estimates = [];

    /// <summary>The entries, in the order in which they will start.</summary>
    public IReadOnlyList<QueueEntry> Of(
        IReadOnlyList<QueueJob> order, IReadOnlyList<DeviceState> devices, IReadOnlyList<Assignment> working, string? paused)
    {
        List<QueueEntry> entries = [.. working.Where(work => work.Place is { Waits: true }).OrderBy(work => work.Place!.Job.Length)
            .ThenBy(work => work.Place!.Job, StringComparer.Ordinal).Select((work, place) => InSlurm(work, place + 1))];
        if (order.Count == 0) return entries;
        DateTimeOffset now = time.GetUtcNow();
        ILookup<string, TimeSpan> before = Before();
        // When each device will be free; null if unknown.
        Dictionary<string, DateTimeOffset?> free =
            devices.ToDictionary(device => device.Id, device => FreeAt(device, working, before, now));
        foreach (QueueJob job in order)
        {
            if (job.HeldBy is { } by)
            {
                entries.Add(
                    new QueueEntry(job.Id, job.RunId, job.Dataset, job.Owner, entries.Count + 1, job.Device, PauseText.Held(by), null, by));
                continue;
            }
            IReadOnlyList<DeviceState> fitting = DeviceWish.Fitting(job.Device, devices);
            DateTimeOffset? start = null;
            string? device = null;
            foreach (DeviceState candidate in fitting)
            {
                if (free[candidate.Id] is not { } at) continue;
                if (candidate.ReservedBy is { } holder && holder != job.Owner && candidate.ReservedUntil is { } until && until > at)
                    at = until;
                if (start is null || at < start) (start, device) = (at, candidate.Id);
            }
            if (device is not null) free[device] = start + Duration(job, before);
            else foreach (DeviceState candidate in fitting) free[candidate.Id] = null;
            entries.Add(new QueueEntry(
                job.Id, job.RunId, job.Dataset, job.Owner, entries.Count + 1, job.Device, Why(job, fitting, devices, paused, now),
                paused is null ? Round(start) : null));
        }
        return entries;
    }

    private static QueueEntry InSlurm(Assignment work, int position) => new(work.Job.Id, work.Job.RunId, work.Job.Dataset, work.Job.Owner,
        position, work.Device, SlurmWords.Waiting(work.Place!), work.Place!.Start, InSlurm: true);

    // All reasons: one that lasts longer than the first would otherwise come as a surprise.
    private string Why(QueueJob job, IReadOnlyList<DeviceState> fitting, IReadOnlyList<DeviceState> devices, string? paused,
        DateTimeOffset now)
    {
        List<string> reasons = [];
        if (paused is not null) reasons.Add(paused);
        if (job.NotBefore > now && job.Reason is { } reason) reasons.Add(reason);
        string[] ofDevices = [.. fitting.Select(device => device.WhyNot(job.Owner, now, TitleIn)).OfType<string>()];
        if (devices.Count == 0) reasons.Add("the devices of this box are not known yet");
        else if (fitting.Count == 0) reasons.Add(DeviceWish.Unmet(job.Device, devices));
        else if (ofDevices.Length == fitting.Count) reasons.AddRange(ofDevices);
        return reasons.Count == 0 ? "starts now" : string.Join("; ", reasons);
    }

    private string? TitleIn(string folder) => runs.All.FirstOrDefault(run => run.Folder == folder)?.Title;

    private DateTimeOffset? FreeAt(DeviceState device, IReadOnlyList<Assignment> working, ILookup<string, TimeSpan> before,
        DateTimeOffset now)
    {
        // Slurm says when the runs that it has will start; those that wait here may follow at any time.
        if (device.IsPartition) return null;
        if (device.Drained || device.Blocked is not null || (device.ReservedBy is not null && device.ReservedUntil is null)) return null;
        if (working.FirstOrDefault(work => work.Device == device.Id) is not { } work) return device.HeldByRun is null ? now : null;
        if (work.Job.Dataset is not null) return now + AfterTraining;
        RunProgress? progress = runs.Find(work.Job.RunId)?.Progress;
        return progress switch
        {
            { SecondsLeft: { } seconds } => now + TimeSpan.FromSeconds(seconds) + AfterTraining,
            { Phase: "predict" or "evaluate" } => now + AfterTraining,
            _ => now + Duration(work.Job, before),
        };
    }

    private TimeSpan? Duration(QueueJob job, ILookup<string, TimeSpan> before)
    {
        if (job.Dataset is not null) return AfterTraining;
        if (runs.Find(job.RunId) is not { } run) return null;
        TimeSpan[] taken = [.. before[run.SettingsHash].Order()];
        return taken.Length > 0 ? taken[taken.Length / 2] : Estimate(run);
    }

    private TimeSpan? Estimate(Run run)
    {
        DateTimeOffset now = time.GetUtcNow();
        if (estimates.TryGetValue(run.SettingsHash, out (TimeSpan? Duration, DateTimeOffset Made) known)
            && now - known.Made < EstimateHolds) return known.Duration;
        if (estimates.Count > 1000) estimates.Clear();
        TimeSpan? fresh = estimate(run.Settings);
        estimates[run.SettingsHash] = (fresh, now);
        return fresh;
    }

    // How long runs with the same settings took.
    private ILookup<string, TimeSpan> Before() => runs.All
        .Where(run => run is { Status: RunStatus.Finished, Interrupted: false } && run.Ended > run.Started)
        .ToLookup(run => run.SettingsHash, run => run.Ended!.Value - run.Started!.Value);

    // Pages are only updated when the expected time has changed by more than its own accuracy.
    private static DateTimeOffset? Round(DateTimeOffset? at) =>
        at is { } moment ? new DateTimeOffset(moment.Ticks / Rounding.Ticks * Rounding.Ticks, TimeSpan.Zero) : null;
}
