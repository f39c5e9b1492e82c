using System.Text.Json.Serialization;
using Angioboard.Core;

namespace Angioboard.Jobs.Leases;

/// <summary>A run that was started in a terminal, announced to the dashboard by a file in the data folder's inbox.</summary>
public sealed record InboxNote
{
    private const string Inbox = "inbox";

    /// <summary>Full path of the Train_N.</summary>
    public required string RunFolder { get; init; }

    /// <summary>Who started it.</summary>
    public required string User { get; init; }

    /// <summary>Number of its process.</summary>
    public required int Pid { get; init; }

    /// <summary>When that started, as in <see cref="ProcessIdentity"/>.</summary>
    public required long StartTicks { get; init; }

    /// <summary>Which start of the machine that counts from.</summary>
    public required string BootId { get; init; }

    /// <summary>The user whose the note is, as the system says; null where it does not. All else in it is only what somebody wrote.</summary>
    [JsonIgnore]
    public uint? Writer { get; init; }

    /// <summary>The folder of such files.</summary>
    public static string FolderIn(string dataFolder) => Path.Combine(dataFolder, Inbox);

    /// <summary>Announces a run of this process.</summary>
    /// <exception cref="InputException">The data folder cannot be written to.</exception>
    public static void Announce(string dataFolder, TrainerFile trainer)
    {
        string path = Path.Combine(DataFolder.Make(dataFolder, Inbox), $"{Guid.NewGuid():N}.json");
        JsonRecord.Write(path, new InboxNote
        {
            RunFolder = trainer.RunFolder,
            User = trainer.User,
            Pid = trainer.Pid,
            StartTicks = trainer.StartTicks,
            BootId = trainer.BootId,
        }, shared: true);
    }

    /// <summary>Reads an announcement; null where the file is not there or not one.</summary>
    public static InboxNote? Read(string path) =>
        JsonRecord.Read<InboxNote>(path, out uint? writer) is { } note && Path.IsPathFullyQualified(note.RunFolder) && !note.RunFolder.Contains('\0') ? note with { Writer = writer } : null;
}
