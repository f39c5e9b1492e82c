using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Core.Studies;
using Angioboard.Jobs.Datasets;
using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Runs.Texts;
using Angioboard.Jobs.SharedBox;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Reading;

/// <summary>Reads a run from its folder, for runs that the store does not know.</summary>
public static class RunImport
{
    private const int LongestLine = 2000;
    private const string Interrupted = "was interrupted; resume it to continue from its last checkpoint";

    /// <summary>Reads a Train_N. A damaged folder still gives a run, which says what is wrong with it.</summary>
    /// <param name="folder">Full path of the Train_N.</param>
    /// <param name="id">The run's id.</param>
    /// <param name="key">Its key.</param>
    /// <param name="datasets">The registered datasets.</param>
    public static (Run Run, IReadOnlyList<EpochRecord> Epochs) FromFolder(
        string folder, string id, int key, IReadOnlyList<Dataset> datasets)
    {
        RunFolder files = new(folder);
        uint? other = OtherUser(folder);
        (RunSettings settings, string? fault) = Settings(files);
        TrainerFile? trainer = TrainerFile.Read(files.Trainer);
        RunState events = new();
        MetricsReader log = new(files.Metrics);
        while (log.Read() is { Count: > 0 } lines)
            foreach ((JsonObject line, _) in lines) events.Take(line);
        EpochSummary reading = new(settings.CheckpointMetric, events.Epochs);
        DateTimeOffset made = new(Directory.GetCreationTimeUtc(folder), TimeSpan.Zero);
        // Another user's folder has no launch.json of this dashboard.
        LaunchNote? launch = other is null ? LaunchNote.Read(folder) : null;
        StudyPlace? study = fault is null ? Study(files) : null;
        string? whole = study is null ? null : WholeSplit(folder, study);
        Run run = new()
        {
            Id = id,
            Key = key,
            Folder = folder,
            Owner = other is { } user ? SystemUsers.Name(user) : launch?.Owner ?? Line(trainer?.User) ?? Environment.UserName,
            OtherUser = other,
            FromTerminal = other is not null,
            Settings = settings,
            SettingsHash = SettingsHash.Of(settings),
            Study = study,
            WholeSplit = whole,
            Created = launch?.Created ?? events.Start ?? made,
            Name = launch?.Name,
            Note = launch?.Note ?? "",
            Tags = launch?.Tags ?? [],
            Launch = launch?.Group,
            Request = launch?.Request,
            Started = events.Start,
            Device = Line(trainer?.Device),
            Dataset = launch?.Dataset ?? datasets.FirstOrDefault(known =>
                DatasetSettings.Fit(known, settings with { Split = whole ?? settings.Split }))?.Name,
            LogPosition = log.Position,
        };
        run = RunResults.Read(reading.Apply(run));
        if (trainer is { IsAlive: true } || (other is null && SlurmRecord.Open(files) is not null))
            return (run with { Status = RunStatus.Running }, [.. events.Epochs]);
        TrainerExit end = TrainerExit.Of(events.Status, null, files);
        return (run with
        {
            Status = fault is null ? end.Status ?? RunStatus.Stopped : RunStatus.Failed,
            Reason = Line(fault ?? (end.Status is null ? Interrupted : end.Reason)),
            Cause = fault is null ? end.Cause : null,
            Ended = events.End,
            Missing = fault is not null,
        }, [.. events.Epochs]);
    }

    /// <summary>
    /// Trusts the owners of the folders that contain everything else like this process: on a network drive, the dashboard's own user may
    /// have another number.
    /// </summary>
    internal static void TrustOwners(params ReadOnlySpan<string> folders)
    {
        foreach (string folder in folders) if (FileStatus.Of(folder, follow: true) is { } status) FolderOwners.Trust(status.Owner);
    }

    /// <summary>
    /// The other system user that owns a folder, of which only this user's files are read from then on; null for the dashboard's own user.
    /// </summary>
    internal static uint? OtherUser(string folder)
    {
        if (FolderOwners.Of(folder) is { } known) return known;
        if (FileStatus.Of(folder, follow: true) is not { } status || FolderOwners.IsTrusted(status.Owner)) return null;
        FolderOwners.Expect(folder, status.Owner);
        return status.Owner;
    }

    /// <summary>The run folders in a results folder: every Train_N in a folder of an experiment.</summary>
    public static IEnumerable<string> Folders(string results)
    {
        EnumerationOptions quiet = new() { IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden };
        return Directory.Exists(results)
            ? Directory.EnumerateDirectories(results, "*", quiet)
                .SelectMany(experiment => Directory.EnumerateDirectories(experiment, "Train_*", quiet))
            : [];
    }

    // Files of a folder that came from anywhere.
    private static string? Line(string? text) => text is null ? null : VisibleText.ShortLine(text, LongestLine);

    private static StudyPlace? Study(RunFolder files)
    {
        try
        {
            return StudyPlace.Read(files.Settings) is { } place ? place with { Variant = Line(place.Variant)! } : null;
        }
        catch (InputException)
        {
            // The file was changed just now; the next import reads it.
            return null;
        }
    }

    private static string? WholeSplit(string folder, StudyPlace study)
    {
        try
        {
            string plan = Path.Combine(Path.GetDirectoryName(folder)!, study.Study, StudyPlanFile.Name);
            return StudyPlanFile.Read(plan) is { Folds: CurveFolds } curve ? curve.Settings.Split : null;
        }
        catch (InputException)
        {
            // A study that is gone or edited says nothing of its runs any more.
            return null;
        }
    }

    /// <summary>The settings of a folder; if they cannot be read, the defaults and the reason.</summary>
    internal static (RunSettings Settings, string? Fault) Settings(RunFolder files)
    {
        try
        {
            return (SettingsRules.Resolve(SettingsFile.Combine(SettingsFile.Read(files.Settings))), null);
        }
        catch (InputException e)
        {
            return (SettingsRules.Resolve(new RunSettings()), e.Problems[0]);
        }
    }
}
