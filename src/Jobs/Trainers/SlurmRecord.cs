using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Trainers;

/// <summary>
/// The job of Slurm that works in a folder: slurm.json. It is written before the job is submitted, so that a job is found by its name even
/// if nobody was there to learn its number.
/// </summary>
internal sealed record SlurmRecord
{
    /// <summary>The job's name, which no other job has.</summary>
    public required string Name { get; init; }

    /// <summary>The partition.</summary>
    public required string Partition { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>Slurm's number of the job; null while Slurm has not given it.</summary>
    public string? Job { get; init; }

    /// <summary>When it was seen to have ended; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The setting <c>device</c> of its runs.</summary>
    [JsonIgnore]
    public string Device => DeviceSetting.Slurm(Partition);

    /// <summary>A job that is about to be submitted.</summary>
    public static SlurmRecord Make(RunFolder place, string partition, DateTimeOffset now) => new()
    {
        Name = $"angioboard-{place.Name}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        Partition = partition,
        Submitted = now,
    };

    /// <summary>The job of a folder that has not been seen to end; null for none.</summary>
    public static SlurmRecord? Open(RunFolder place) => JsonRecord.Read<SlurmRecord>(place.SlurmJob) is { Ended: null } open ? open : null;

    /// <summary>Writes the complete file or nothing.</summary>
    /// <exception cref="Core.InputException">The folder cannot be written to.</exception>
    public void Write(RunFolder place) => JsonRecord.Write(place.SlurmJob, this);
}
