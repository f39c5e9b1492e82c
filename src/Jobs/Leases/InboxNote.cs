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

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>When its process started, as in <see cref="ProcessIdentity"/>.</summary>
    public required long StartTicks { get; init; }

    /// <summary>Which boot of the machine <see cref="StartTicks"/> counts from.</summary>
    public required string BootId { get; init; }

    /// <summary>
    /// The owner of the note's file, from the system; null if unknown. Everything else in the note is only what somebody wrote.
    /// </summary>
    [JsonIgnore]
    public uint? Writer { get; init; }

    /// <summary>The folder of these notes.</summary>
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

    /// <summary>Reads an announcement; null if the file does not exist or is something else.</summary>
    public static InboxNote? Read(string path) =>
        JsonRecord.Read<InboxNote>(path, out uint? writer) is { } note && Path.IsPathFullyQualified(note.RunFolder)
            && !note.RunFolder.Contains('\0') ? note with { Writer = writer } : null;
}
