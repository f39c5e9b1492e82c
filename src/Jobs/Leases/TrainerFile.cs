using System.Text.Json.Serialization;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Clocks;
using Angioboard.Jobs.SharedBox;

namespace Angioboard.Jobs.Leases;

/// <summary>A trainer: trainer.json in a run's folder, and the holder file of a device.</summary>
public sealed record TrainerFile
{
    private const string JobVariable = "SLURM_JOB_ID";

    /// <summary>The job of Slurm that this process runs in; null for none.</summary>
    public static string? CurrentJob => EnvironmentVariable.Find(JobVariable);

    /// <summary>Its process id.</summary>
    public required int Pid { get; init; }

    /// <summary>When it started, as in <see cref="ProcessIdentity"/>.</summary>
    public required long StartTicks { get; init; }

    /// <summary>Which boot of the machine <see cref="StartTicks"/> counts from.</summary>
    public required string BootId { get; init; }

    /// <summary>The machine it runs on; null in files of older versions.</summary>
    public string? Host { get; init; }

    /// <summary>The job of Slurm that it runs in; null for none.</summary>
    public string? SlurmJob { get; init; }

    /// <summary>Full path of the Train_N, or of the folder in which it will be created.</summary>
    public required string RunFolder { get; init; }

    /// <summary><c>cpu</c> or the GPU's UUID.</summary>
    public required string Device { get; init; }

    /// <summary>Who runs it.</summary>
    public required string User { get; init; }

    /// <summary>Its command line, without the program.</summary>
    public required string Command { get; init; }

    /// <summary>Since when it holds the device.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Whether it runs, or ran, on another machine.</summary>
    [JsonIgnore]
    public bool IsElsewhere => Host is not null && Host != Environment.MachineName;

    /// <summary>Where it runs, as text: its process, and the machine if it is another one.</summary>
    [JsonIgnore]
    public string Place => !IsElsewhere
        ? $"process {Pid}"
        : $"process {Pid} on {Host}{(SlurmJob is null ? "" : $", Slurm job {SlurmJob}")}";

    /// <summary>Its process.</summary>
    [JsonIgnore]
    public ProcessIdentity Process => new(Pid, StartTicks, BootId);

    /// <summary>The owner of the file that it was read from; null if unknown.</summary>
    [JsonIgnore]
    public uint? Writer { get; init; }

    /// <summary>
    /// Whether that process still exists on this machine; of processes elsewhere nothing is known here. In a file that another user wrote,
    /// only that user's own processes count.
    /// </summary>
    [JsonIgnore]
    public bool IsAlive => !IsElsewhere && Process.IsAlive()
        && (Writer is not { } writer || FolderOwners.IsTrusted(writer) || SystemUsers.Of(Pid) == writer);

    /// <summary>This process as a trainer.</summary>
    public static TrainerFile Own(string runFolder, string device, string user, DateTimeOffset since)
    {
        ProcessIdentity self = ProcessIdentity.Current();
        return new TrainerFile
        {
            Pid = self.Pid,
            StartTicks = self.StartTicks,
            BootId = self.BootId,
            Host = Environment.MachineName,
            SlurmJob = CurrentJob,
            RunFolder = Path.GetFullPath(runFolder),
            Device = device,
            User = user,
            Command = string.Join(' ', Environment.GetCommandLineArgs().Skip(1)),
            Since = since,
        };
    }

    /// <summary>Reads such a file; null if it does not exist or is something else.</summary>
    public static TrainerFile? Read(string path) =>
        JsonRecord.Read<TrainerFile>(path, out uint? writer) is { } read ? read with { Writer = writer } : null;

    /// <summary>Writes the complete file or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="shared">Whether other users of its folder may read it.</param>
    /// <exception cref="InputException">The folder cannot be written to.</exception>
    public void Write(string path, bool shared = false) => JsonRecord.Write(path, this, shared);

    /// <summary>The trainer, as text for somebody who waits for it.</summary>
    public override string ToString() => $"{RunFolder} of {User} ({Place}) since {ServerClock.Text(Since, "yyyy-MM-dd HH:mm")}";
}
