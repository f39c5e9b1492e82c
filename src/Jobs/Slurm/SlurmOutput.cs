using System.Globalization;
using System.Text.RegularExpressions;

namespace Angioboard.Jobs.Slurm;

/// <summary>Reads what sinfo and squeue print, in the formats asked for here. Lines of another form are ignored.</summary>
internal static partial class SlurmOutput
{
    // No name contains it.
    private const char Separator = '\u001f';

    // sinfo knows the GPUs in use by long names only, in columns of a fixed width.
    private static readonly (string Name, int Width)[] NodeFields =
    [
        ("NodeList", 256), ("Partition", 256), ("StateLong", 64), ("CPUsState", 64), ("Memory", 32), ("Gres", 512), ("GresUsed", 512),
        ("Reason", 256),
    ];

    private static readonly (string Name, int Width)[] OwnFields =
        [("JobID", 32), ("Name", 128), ("State", 32), ("Reason", 256), ("NodeList", 256), ("StartTime", 32), ("EndTime", 32)];

    /// <summary>sinfo's arguments, without partitions.</summary>
    public static IReadOnlyList<string> NodeArguments { get; } =
        ["--noheader", "--Node", "--Format", string.Join(',', NodeFields.Select(field => $"{field.Name}:{field.Width}"))];

    /// <summary>squeue's arguments, without partitions.</summary>
    public static IReadOnlyList<string> JobArguments { get; } =
        ["--noheader", "--format", string.Join(Separator, "%i", "%P", "%u", "%T", "%b", "%D", "%N", "%S", "%L", "%r")];

    /// <summary>squeue's arguments for the jobs of this user, also those that ended a short time ago.</summary>
    public static IReadOnlyList<string> OwnArguments { get; } =
    [
        "--me", "--states=all", "--noheader", "--Format", string.Join(',', OwnFields.Select(field => $"{field.Name}:{field.Width}")),
    ];

    /// <summary>The jobs of this user, with their names; Slurm was asked in UTC.</summary>
    public static IReadOnlyList<(string Name, SlurmPlace Place)> Own(string text) =>
        [.. text.Split('\n').Where(line => line.Length >= OwnFields.Sum(field => field.Width)).Select(OwnJob)];

    /// <summary>The job's name in the same text; null if it is not there.</summary>
    public static string? Name(string text) => JobName().Match(text) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>
    /// How a job ended, from scontrol or sacct: <c>JobState=FAILED … ExitCode=75:0</c>. The code is the shell's: 128 and the signal if a
    /// signal ended it; null if Slurm ended the job, and not its script.
    /// </summary>
    public static (SlurmPlace Place, int? ExitCode) End(string job, string text)
    {
        string? Field(string name) =>
            Regex.Match(text, $@"(?<!\w){name}=(\S+)") is { Success: true } match ? match.Groups[1].Value : null;
        int? code = null;
        if (Field("ExitCode")?.Split(':') is [{ } exit, { } signal] && Number(exit) is { } ended && Number(signal) is { } killed)
            code = killed > 0 ? 128 + killed : ended;
        string? state = Field("JobState");
        if (state is not ("COMPLETED" or "FAILED")) code = null;
        SlurmPlace place = new(job, state, Field("Reason") is { } why and not "None" ? why : null,
            Field("NodeList") is { } node and not "(null)" ? node : null);
        return (place, code);
    }

    /// <summary>The nodes.</summary>
    public static IReadOnlyList<SlurmNode> Nodes(string text) => [.. text.Split('\n').Select(Node).OfType<SlurmNode>()];

    /// <summary>The jobs; Slurm was asked in UTC.</summary>
    public static IReadOnlyList<SlurmJob> Jobs(string text) => [.. text.Split('\n').Select(Job).OfType<SlurmJob>()];

    private static string[] Columns(string line, (string Name, int Width)[] columns)
    {
        string[] fields = new string[columns.Length];
        for (int i = 0, at = 0; i < fields.Length; at += columns[i].Width, i++) fields[i] = line.Substring(at, columns[i].Width).Trim();
        return fields;
    }

    private static (string, SlurmPlace) OwnJob(string line)
    {
        string[] fields = Columns(line, OwnFields);
        return (fields[1], new SlurmPlace(fields[0], fields[2], fields[3] is "" or "None" ? null : fields[3],
            fields[4].Length == 0 ? null : fields[4], Time(fields[5]), Time(fields[6])));
    }

    private static DateTimeOffset? Time(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static SlurmNode? Node(string line)
    {
        if (line.Length < NodeFields.Sum(field => field.Width)) return null;
        string[] fields = Columns(line, NodeFields);
        // Allocated, idle, other and all.
        int?[] processors = [.. fields[3].Split('/').Select(Number)];
        if (fields[0].Length == 0 || processors.Length != 4 || processors[0] is not { } used || processors[3] is not { } all) return null;
        // A star after the partition marks the default one, after the state a node that does not respond.
        string state = fields[2].TrimEnd('*', '~', '#', '!', '%', '$', '@', '+', '^', '-');
        return new SlurmNode(fields[0], fields[1].TrimEnd('*'), state, !fields[2].EndsWith('*'), all, used, Number(fields[4]) ?? 0,
            Gpus(fields[5]), Gpus(fields[6]), fields[7] is "" or "none" ? null : fields[7]);
    }

    private static SlurmJob? Job(string line)
    {
        string[] fields = line.Split(Separator);
        if (fields.Length != 10 || fields[0].Length == 0) return null;
        return new SlurmJob(fields[0], fields[1], fields[2], fields[3], Gpus(fields[4]), Number(fields[5]) ?? 1,
            fields[6].Length == 0 ? null : fields[6], Time(fields[7]), fields[8], fields[9] is "" or "None" ? null : fields[9]);
    }

    /// <summary>GPUs in Slurm's lists: <c>gpu:2</c>, <c>gpu:a100:2(IDX:0-1)</c>, <c>gres:gpu:1,gres:shard:4</c>.</summary>
    internal static int Gpus(string text) => Gpu().Matches(text).Sum(match => Number(match.Groups[1].Value) ?? 0);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    [GeneratedRegex(@"(?<!\w)JobName=(\S+)")]
    private static partial Regex JobName();

    [GeneratedRegex(@"(?<!\w)gpu(?:[:=][A-Za-z_][\w.-]*)?[:=](\d+)")]
    private static partial Regex Gpu();
}
