using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Queue;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Seals;

namespace Angioboard.Jobs.Launches;

/// <summary>
/// Makes the folders of launched runs, and saves and queues them: all or none. Its callers hold the scheduler's intake lock.
/// </summary>
internal sealed class RunMaker(
    AngioboardOptions options, RunStore runs, DatasetStore datasets, DatasetVersions versions, Scheduler scheduler, LaunchIntents intents,
    TimeProvider time)
{
    /// <summary>Makes runs.</summary>
    /// <param name="request">Where they go and what they are called.</param>
    /// <param name="owner">Who launches.</param>
    /// <param name="count">How many there will be.</param>
    /// <param name="draft">Makes what they need first, such as the folder of their study, and says what each is.</param>
    /// <param name="change">What this changes in a study that is there; null for nothing.</param>
    /// <exception cref="InputException">A folder cannot be written; nothing was made.</exception>
    public IReadOnlyList<Run> Make(
        LaunchRequest request, string owner, int count, Func<LaunchIntent, LaunchNote, IReadOnlyList<RunDraft>> draft,
        StudyChange? change = null)
    {
        LaunchIntent intent = new(
            Guid.NewGuid().ToString("N"), Path.Combine(options.Results, request.Experiment), owner, time.GetUtcNow(), change);
        LaunchNote note = new()
        {
            Launch = intent.Id,
            Runs = count,
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
            foreach (RunDraft run in draft(intent, note)) launched.Add(Make(intent, note, request, run, launched.Count));
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

    private Run Make(LaunchIntent intent, LaunchNote note, LaunchRequest request, RunDraft draft, int number)
    {
        RunSettings settings = draft.Settings;
        note = note with { Name = NameTemplate.Expand(note.Name, settings) ?? draft.Name };
        RunSettings whole = draft.Whole ?? settings;
        string? dataset = request.Dataset ?? datasets.All().FirstOrDefault(known => DatasetSettings.Fit(known, whole))?.Name;
        TestSeal? seal = draft.HasTestOfDataset
            ? runs.Seals.Closed(dataset, whole.Split,
                versions.Fingerprints(dataset is null ? null : datasets.Find(dataset)))?.ForRun()
            : null;
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
            Study = draft.Study,
            WholeSplit = draft.HasTestOfDataset ? draft.Whole?.Split : null,
            Seals = seal is null ? new Dictionary<string, TestSeal>() : new Dictionary<string, TestSeal> { [""] = seal },
        };

        void Fill(RunFolder fresh)
        {
            (note with { Dataset = dataset }).Write(fresh);
            if (seal is not null) TestSealFile.Write(fresh, seal);
            AtomicFile.Write(fresh.Split, stream => stream.Write(draft.Split));
            AtomicFile.WriteText(fresh.Settings, SettingsFile.Text(settings, draft.Study));
        }

        // If somebody deleted a run's folder by hand, its number still belongs to that run. Takes the next one.
        bool IsFree(string train) => runs.Find(IdOf(train)) is null;

        string IdOf(string train) => $"{request.Experiment}/{train}";
    }
}
