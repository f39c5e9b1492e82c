using System.Text.RegularExpressions;
using Angioboard.Core.Files.Opening;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.SharedBox;
using Angioboard.Jobs.Trainers;

namespace Angioboard.Jobs.Adoption;

/// <summary>
/// What a terminal's note says, as far as the system confirms it: the note, the run's folder, its settings, log and trainer.json, and its
/// process must belong to one user, whose name the system gives. A note of the dashboard's own user is trusted, since that user could do
/// all this anyway.
/// </summary>
internal sealed partial class Announcement
{
    private Announcement(RunFolder files, string user, uint? other) => (Files, User, OtherUser) = (files, user, other);

    /// <summary>The run's folder.</summary>
    public RunFolder Files { get; }

    /// <summary>Who started it.</summary>
    public string User { get; }

    /// <summary>That user's number; null for the dashboard's own user.</summary>
    public uint? OtherUser { get; }

    /// <summary>Whether its trainer is running.</summary>
    public bool IsAlive { get; private init; }

    /// <summary>Its trainer, running or not; null if none is named.</summary>
    public TrainerFile? Trainer { get; private init; }

    /// <summary>Whether its trainer has not written its files yet.</summary>
    public bool Waits { get; private init; }

    /// <summary>Why it is not trusted, as text that follows the note's name; null if it is trusted.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Checks everything that a note names.</summary>
    /// <param name="note">The note.</param>
    /// <param name="options">Where data and results are.</param>
    /// <param name="executable">The program that trainers are started from.</param>
    public static Announcement Of(InboxNote note, AngioboardOptions options, string executable)
    {
        string place = Path.TrimEndingDirectorySeparator(Path.GetFullPath(note.RunFolder));
        RunFolder files = new(place);
        uint writer = note.Writer ?? FileStatus.User;
        bool ours = FolderOwners.IsTrusted(writer);
        string user = ours ? note.User : SystemUsers.Name(writer);
        if (WhyNot(place, writer, ours, user, options) is { } refusal) return new(files, user, ours ? null : writer) { Refusal = refusal };

        // From here on, only files of that user are opened in another user's folder.
        OpenRule rule = ours ? OpenRule.Named : new OpenRule { Beneath = place, Owner = writer };
        bool isRun = SafeOpen.Exists(files.Settings, rule) && SafeOpen.Exists(files.Metrics, rule);
        if (!ours && isRun) FolderOwners.Expect(place, writer);
        bool alive = new ProcessIdentity(note.Pid, note.StartTicks, note.BootId).IsAlive() && (ours || SystemUsers.Of(note.Pid) == writer);
        TrainerFile? trainer = isRun ? TrainerFile.Read(files.Trainer) : null;
        if (trainer is not null && WhyNoTrainer(trainer, ours, executable) is { } other)
            return new(files, user, ours ? null : writer) { Refusal = $"of {user} names {place}, {other}" };
        if (alive && !ours && !TrainerCommand.Runs(note.Pid, executable))
            return new(files, user, writer) { Refusal = $"of {user} names process {note.Pid}, which is no trainer of Angioboard's" };
        if (alive && trainer is not { IsAlive: true }) return new(files, user, ours ? null : writer) { Waits = true };
        return isRun
            ? new(files, user, ours ? null : writer) { IsAlive = alive, Trainer = trainer }
            : new(files, user,
                ours ? null : writer) { Refusal = $"of {user} names {place}, which holds no settings.json and metrics.jsonl of that user" };
    }

    /// <summary>Whether a process that another user's folder names may be followed as that run's trainer.</summary>
    public static bool IsTrainer(TrainerFile trainer, string executable) =>
        trainer.IsAlive && WhyNoTrainer(trainer, ours: false, executable) is null;

    private static string? WhyNoTrainer(TrainerFile trainer, bool ours, string executable)
    {
        if (!DeviceFiles.IsDevice(trainer.Device)) return $"whose trainer.json names no device: {trainer.Device}";
        bool trains = ours || !trainer.IsAlive || TrainerCommand.Runs(trainer.Pid, executable);
        return trains ? null : $"whose trainer.json names process {trainer.Pid}, which is no trainer of Angioboard's";
    }

    private static string? WhyNot(string place, uint writer, bool ours, string user, AngioboardOptions options)
    {
        if (FileStatus.Of(place, follow: ours) is not { Kind: FileKind.Folder } found)
            return $"of {user} names {place}, which is no folder";
        if (ours) return null;
        if (found.Owner != writer) return $"of {user} names {place}, which is {SystemUsers.Name(found.Owner)}'s";
        if (!Train().IsMatch(Path.GetFileName(place))) return $"of {user} names {place}, which is no Train_N";
        return IsBelow(place, options.DataFolder) && !IsBelow(place, options.Results)
            ? $"of {user} names {place}, which is in the data folder"
            : null;
    }

    private static bool IsBelow(string path, string folder) =>
        path.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal);

    [GeneratedRegex(@"\ATrain_[0-9]+\z")]
    private static partial Regex Train();
}
