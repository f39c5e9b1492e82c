using Angioboard.Core;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Launches;

/// <summary>Makes runs from settings: a Train_N for each, saved and queued; all of a request or none.</summary>
internal sealed class Launcher(
    LaunchCheck check, LaunchPaths paths, RunMaker maker, Scheduler scheduler, LaunchPreflight preflight, QueueQuota quota)
{
    private readonly Lock reading = new();

    /// <exception cref="InputException">Some of it cannot be used; nothing was made.</exception>
    public async Task<IReadOnlyList<Run>> LaunchAsync(LaunchRequest request, User user, bool inBrowser, CancellationToken cancellation)
    {
        request = LaunchCheck.Plain(request);
        check.RefuseShape(request);
        if (inBrowser) request = Within(request, user.Role == Roles.Administrator);
        check.Refuse(request.Settings);
        RunSettings[] settings = [.. request.Settings.Select(check.Resolve)];
        Dictionary<string, byte[]> splits;
        // One at a time: reading a large file takes several times its size in memory.
        lock (reading) splits = settings.GroupBy(own => own.Split!)
            .ToDictionary(same => same.Key, same => SplitCopy.Read(same.Key, same.Min(own => own.NumClasses!.Value)));
        await preflight.RequireAsync(settings, cancellation);
        // That takes seconds, in which the dataset may have been edited.
        check.RefuseShape(request);
        lock (scheduler.Intake)
        {
            if (inBrowser) quota.RequireLaunch(user.Name, settings.Length);
            return maker.Make(request, user.Name, settings.Length,
                (_, _) => [.. settings.Select(own => new RunDraft(own, splits[own.Split!]))]);
        }
    }

    private LaunchRequest Within(LaunchRequest request, bool administrator)
    {
        RunSettings[] resolved = [.. request.Settings.Select(settings => paths.Resolve(settings, administrator))];
        return request with { Settings = resolved, Dataset = request.Dataset ?? paths.Registered(request.Settings[0])?.Name };
    }
}
