using Angioboard.Core;
using Angioboard.Core.Data.Splits;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Datasets.Roots;
using Angioboard.Jobs.Machine;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.Users;

namespace Angioboard.Jobs.Launches;

/// <summary>Makes runs from settings: a Train_N for each, saved and queued; all of a request or none.</summary>
internal sealed class Launcher(
    QueueSetup setup, AngioboardOptions options, RunStore runs, DatasetStore datasets, DatasetVersions versions, LaunchPaths paths,
    Scheduler scheduler, LaunchIntents intents,
    LaunchPreflight preflight, QueueQuota quota, TimeProvider time)
{
    private readonly Lock reading = new();

    /// <exception cref="InputException">Some of it cannot be used; nothing was made.</exception>
    public async Task<IReadOnlyList<Run>> LaunchAsync(LaunchRequest request, User user, bool inBrowser, CancellationToken cancellation)
    {
        request = request with
        {
            Name = string.IsNullOrWhiteSpace(request.Name) ? null : VisibleText.Line(request.Name).Trim(),
            Note = VisibleText.Lines(request.Note).Trim(),
            Tags = TagList.Of(request.Tags.Select(VisibleText.Line)),
        };
        RefuseShape(request);
        if (inBrowser) request = Within(request, user.Role == Roles.Administrator);
        Refuse(request);
        // A trainer only sees its own device. How many devices share the processors is known here.
        int devices = setup.Devices().Count;
        RunSettings[] settings = [.. request.Settings.Select(own => SettingsRules.Resolve(WithThreads(own), devices))];
        Dictionary<string, byte[]> splits;
        // One at a time: reading a large file takes several times its size in memory.
        lock (reading) splits = settings.GroupBy(own => own.Split!)
            .ToDictionary(same => same.Key, same => SplitCopy.Read(same.Key, same.Min(own => own.NumClasses!.Value)));
        await preflight.RequireAsync(settings, cancellation);
        // That takes seconds, in which the dataset may have been edited.
        RefuseShape(request);
        lock (scheduler.Intake)
        {
            if (inBrowser) quota.RequireLaunch(user.Name, settings.Length);
            return Launch(request, user.Name, settings, splits);
        }
    }

    // The nodes have other processors than this machine.
    private RunSettings WithThreads(RunSettings settings) => DeviceSetting.Partition(settings.Device) is null
        ? settings
        : settings with { Threads = settings.Threads ?? options.Slurm.Cpus };

    private List<Run> Launch(LaunchRequest request, string owner, RunSettings[] settings, Dictionary<string, byte[]> splits)
    {
        LaunchIntent intent = new(Guid.NewGuid().ToString("N"), Path.Combine(options.Results, request.Experiment), owner, time.GetUtcNow());
        LaunchNote note = new()
        {
            Launch = intent.Id,
            Runs = settings.Length,
            Owner = owner,
            Created = intent.Begun,
            Name = request.Name,
            Note = request.Note,
            Tags = request.Tags,
            Request = request.Mark,
        };
        intents.Begin(intent);
        try
        {
            List<Run> launched = [];
            foreach (RunSettings own in settings) launched.Add(Make(intent, note, request, own, splits[own.Split!], launched.Count));
            scheduler.Enqueue(launched, intents.Ending(intent));
            return launched;
        }
        catch (Exception e) when (FileErrors.Is(e) || e is InputException)
        {
            intents.Undo(intent);
            if (e is InputException) throw;
            throw AtomicFile.Unwritable(intent.Folder, e);
        }
    }

    private Run Make(LaunchIntent intent, LaunchNote note, LaunchRequest request, RunSettings settings, byte[] split, int number)
    {
        note = note with { Name = NameTemplate.Expand(note.Name, settings) };
        string? dataset = request.Dataset ?? datasets.All().FirstOrDefault(known => DatasetSettings.Fit(known, settings))?.Name;
        TestSeal? seal = runs.Seals.Closed(
            dataset, settings.Split, versions.Fingerprints(dataset is null ? null : datasets.Find(dataset)))?.ForRun();
        RunFolder folder = RunFolder.Create(intent.Folder, LaunchIntents.Stage(intent, number), Fill, IsFree);
        return new Run
        {
            Id = IdOf(folder.Name),
            Key = runs.NextKey(),
            Folder = folder.Path,
            Owner = note.Owner,
            Settings = settings,
            SettingsHash = SettingsHash.Of(settings),
            Created = note.Created,
            Name = note.Name,
            Note = note.Note,
            Tags = note.Tags,
            Launch = note.Group,
            Request = note.Request,
            Dataset = dataset,
            Seals = seal is null ? new Dictionary<string, TestSeal>() : new Dictionary<string, TestSeal> { [""] = seal },
        };

        void Fill(RunFolder fresh)
        {
            (note with { Dataset = dataset }).Write(fresh);
            if (seal is not null) TestSealFile.Write(fresh, seal);
            AtomicFile.Write(fresh.Split, stream => stream.Write(split));
            AtomicFile.WriteText(fresh.Settings, SettingsFile.Text(settings, study: null));
        }

        // If somebody deleted a run's folder by hand, its number still belongs to that run. Takes the next one.
        bool IsFree(string train) => runs.Find(IdOf(train)) is null;

        string IdOf(string train) => $"{request.Experiment}/{train}";
    }

    private LaunchRequest Within(LaunchRequest request, bool administrator)
    {
        RunSettings[] resolved = [.. request.Settings.Select(settings => paths.Resolve(settings, administrator))];
        return request with { Settings = resolved, Dataset = request.Dataset ?? paths.Registered(request.Settings[0])?.Name };
    }

    private void RefuseShape(LaunchRequest request)
    {
        List<string> problems = [.. LaunchRules.Problems(request, datasets.Find)];
        if (MissingFolders.Results(options, runs) is { } away) problems.Add(away);
        if (problems.Count > 0) throw new InputException(problems);
    }

    private void Refuse(LaunchRequest request)
    {
        List<string> problems = [];
        foreach (RunSettings settings in request.Settings) problems.AddRange(Problems(settings));
        if (problems.Count > 0) throw new InputException([.. problems.Distinct()]);
    }

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
