using System.Security.Cryptography;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Angioboard.Core.RunFolders;
using Angioboard.Core.Settings;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.Trainers;

/// <summary>
/// The job of Slurm that works in a folder: slurm.json. It is written before the job is submitted, so that a job is found by its name even
/// if nobody was there to learn its number.
/// </summary>
internal sealed partial record SlurmRecord
{
    /// <summary>The job's name, which no other job has, and by which it is known: numbers may begin again.</summary>
    public required string Name { get; init; }

    /// <summary>The folder in which it works: a copy of the folder has no job.</summary>
    public required string Folder { get; init; }

    /// <summary>Bytes of the folder's log before it: what the log says of an end there is an earlier trainer's.</summary>
    public long LogLength { get; init; }

    /// <summary>The partition.</summary>
    public required string Partition { get; init; }

    /// <summary>When it was submitted.</summary>
    public required DateTimeOffset Submitted { get; init; }

    /// <summary>Slurm's number of the job; null while nobody has learned it.</summary>
    public string? Job { get; init; }

    /// <summary>When it was seen to have ended; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>The setting <c>device</c> of its runs.</summary>
    [JsonIgnore]
    public string Device => DeviceSetting.Slurm(Partition);

    /// <summary>A job that is about to be submitted.</summary>
    public static SlurmRecord Make(RunFolder place, string partition, DateTimeOffset now) => new()
    {
        // Slurm counts the columns of its tables in bytes.
        Name = $"angioboard-{Ascii().Replace(place.Name, "_")}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
        Folder = place.Path,
        LogLength = new FileInfo(place.Metrics) is { Exists: true } log ? log.Length : 0,
        Partition = partition,
        Submitted = now,
    };

    /// <summary>The job of a folder that has not been seen to end; null for none.</summary>
    public static SlurmRecord? Open(RunFolder place) =>
        JsonRecord.Read<SlurmRecord>(place.SlurmJob) is { Ended: null } open && open.Folder == place.Path && Own().IsMatch(open.Name)
            ? open with { Job = open.Job is { } job && Number().IsMatch(job) ? job : null }
            : null;

    /// <summary>Writes the complete file or nothing.</summary>
    /// <exception cref="Core.InputException">The folder cannot be written to.</exception>
    public void Write(RunFolder place) => JsonRecord.Write(place.SlurmJob, this);

    [GeneratedRegex("[^A-Za-z0-9_-]")]
    private static partial Regex Ascii();

    [GeneratedRegex(@"\Aangioboard-[A-Za-z0-9_-]{1,80}\z")]
    private static partial Regex Own();

    [GeneratedRegex(@"\A[0-9]{1,18}\z")]
    private static partial Regex Number();
}
