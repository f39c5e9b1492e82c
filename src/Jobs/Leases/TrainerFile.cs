using System.Text.Json.Serialization;
using Angioboard.Core;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Leases;

/// <summary>Who trains: trainer.json in a run's folder, and the holder's file of a device.</summary>
public sealed record TrainerFile
{
    /// <summary>Number of the trainer's process.</summary>
    public required int Pid { get; init; }

    /// <summary>When it started, as in <see cref="ProcessIdentity"/>.</summary>
    public required long StartTicks { get; init; }

    /// <summary>Which start of the machine that counts from.</summary>
    public required string BootId { get; init; }

    /// <summary>Full path of the Train_N; while a run has none yet, of the folder that will receive it.</summary>
    public required string RunFolder { get; init; }

    /// <summary><c>cpu</c> or the GPU's UUID.</summary>
    public required string Device { get; init; }

    /// <summary>Who runs it.</summary>
    public required string User { get; init; }

    /// <summary>Its command line, without the program.</summary>
    public required string Command { get; init; }

    /// <summary>Since when it holds the device.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Its process.</summary>
    [JsonIgnore]
    public ProcessIdentity Process => new(Pid, StartTicks, BootId);

    /// <summary>The user whose the file is that it was read from; null where none is known.</summary>
    [JsonIgnore]
    public uint? Writer { get; init; }

    /// <summary>Whether that process is still there. Of a file that another user wrote only that user's own processes count.</summary>
    [JsonIgnore]
    public bool IsAlive => Process.IsAlive() && (Writer is not { } writer || FolderOwners.IsTrusted(writer) || SystemUsers.Of(Pid) == writer);

    /// <summary>This process as a trainer.</summary>
    public static TrainerFile Own(string runFolder, string device, string user, DateTimeOffset since)
    {
        ProcessIdentity self = ProcessIdentity.Current();
        return new TrainerFile
        {
            Pid = self.Pid,
            StartTicks = self.StartTicks,
            BootId = self.BootId,
            RunFolder = Path.GetFullPath(runFolder),
            Device = device,
            User = user,
            Command = string.Join(' ', Environment.GetCommandLineArgs().Skip(1)),
            Since = since,
        };
    }

    /// <summary>Reads such a file; null where it is not there or not one.</summary>
    public static TrainerFile? Read(string path) => JsonRecord.Read<TrainerFile>(path, out uint? writer) is { } read ? read with { Writer = writer } : null;

    /// <summary>Writes it whole.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shared">Whether other users of its folder read it.</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Write(string path, bool shared = false) => JsonRecord.Write(path, this, shared);

    /// <summary>Who it is, for somebody who waits.</summary>
    public override string ToString() => $"{RunFolder} of {User} (process {Pid}) since {Since.ToLocalTime():yyyy-MM-dd HH:mm}";
}
