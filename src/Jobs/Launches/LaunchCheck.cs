using Angioboard.Core;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;

namespace Angioboard.Jobs.Launches;

/// <summary>What is asked of every launch, and how its settings are completed.</summary>
internal sealed class LaunchCheck(QueueSetup setup, AngioboardOptions options, RunStore runs, DatasetStore datasets)
{
    /// <summary>The request with texts that can be seen.</summary>
    public static LaunchRequest Plain(LaunchRequest request) => request with
    {
        Name = string.IsNullOrWhiteSpace(request.Name) ? null : VisibleText.Line(request.Name).Trim(),
        Note = VisibleText.Lines(request.Note).Trim(),
        Tags = TagList.Of(request.Tags.Select(VisibleText.Line)),
    };

    /// <summary>Refuses what is wrong with a request apart from the values of its settings and files.</summary>
    /// <exception cref="InputException">Something is.</exception>
    public void RefuseShape(LaunchRequest request, int most = LaunchRules.MostRuns)
    {
        List<string> problems = [.. LaunchRules.Problems(request, datasets.Find, most)];
        if (MissingFolders.Results(options, runs) is { } away) problems.Add(away);
        if (problems.Count > 0) throw new InputException(problems);
    }

    /// <summary>Refuses settings that no run could have here.</summary>
    /// <exception cref="InputException">There are some; each problem is said once.</exception>
    public void Refuse(IEnumerable<RunSettings> settings)
    {
        List<string> problems = [];
        foreach (RunSettings own in settings) problems.AddRange(Problems(own));
        if (problems.Count > 0) throw new InputException([.. problems.Distinct()]);
    }

    /// <summary>
    /// The complete settings of a run. A trainer only sees its own device; how many devices share the processors is known here.
    /// </summary>
    public RunSettings Resolve(RunSettings settings) => SettingsRules.Resolve(WithThreads(settings), setup.Devices().Count);

    // The nodes have other processors than this machine.
    private RunSettings WithThreads(RunSettings settings) => DeviceSetting.Partition(settings.Device) is null
        ? settings
        : settings with { Threads = settings.Threads ?? options.Slurm.Cpus };

    private IEnumerable<string> Problems(RunSettings settings)
    {
        string[] wrong = [.. SettingsRules.Problems(settings)];
        if (wrong.Length > 0) return wrong;
        List<string> problems = [];
        if (settings.Split is null) problems.Add("split: missing; give the split file");
        if (settings.Datadir is null) problems.Add("datadir: missing; give the folder of the frames");
        problems.AddRange(LaunchPaths.Problems(settings));
        IReadOnlyList<DeviceState> devices = setup.AllDevices();
        if (devices.Count > 0 && DeviceWish.Fitting(settings.Device, devices).Count == 0)
            problems.Add(DeviceWish.Unmet(settings.Device, devices));
        return problems;
    }
}
