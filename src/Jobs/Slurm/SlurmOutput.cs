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

    /// <summary>sinfo's arguments, without partitions.</summary>
    public static IReadOnlyList<string> NodeArguments { get; } =
        ["--noheader", "--Node", "--Format", string.Join(',', NodeFields.Select(field => $"{field.Name}:{field.Width}"))];

    /// <summary>squeue's arguments, without partitions.</summary>
    public static IReadOnlyList<string> JobArguments { get; } =
        ["--noheader", "--format", string.Join(Separator, "%i", "%P", "%u", "%T", "%b", "%D", "%N", "%S", "%L", "%r")];

    /// <summary>The nodes.</summary>
    public static IReadOnlyList<SlurmNode> Nodes(string text) => [.. text.Split('\n').Select(Node).OfType<SlurmNode>()];

    /// <summary>The jobs; Slurm was asked in UTC.</summary>
    public static IReadOnlyList<SlurmJob> Jobs(string text) => [.. text.Split('\n').Select(Job).OfType<SlurmJob>()];

    private static SlurmNode? Node(string line)
    {
        if (line.Length < NodeFields.Sum(field => field.Width)) return null;
        string[] fields = new string[NodeFields.Length];
        for (int i = 0, at = 0; i < fields.Length; at += NodeFields[i].Width, i++)
            fields[i] = line.Substring(at, NodeFields[i].Width).Trim();
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
        DateTimeOffset? start = DateTimeOffset.TryParse(fields[7], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out DateTimeOffset time) ? time : null;
        return new SlurmJob(fields[0], fields[1], fields[2], fields[3], Gpus(fields[4]), Number(fields[5]) ?? 1,
            fields[6].Length == 0 ? null : fields[6], start, fields[8], fields[9] is "" or "None" ? null : fields[9]);
    }

    /// <summary>GPUs in Slurm's lists: <c>gpu:2</c>, <c>gpu:a100:2(IDX:0-1)</c>, <c>gres:gpu:1,gres:shard:4</c>.</summary>
    internal static int Gpus(string text) => Gpu().Matches(text).Sum(match => Number(match.Groups[1].Value) ?? 0);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    [GeneratedRegex(@"(?<!\w)gpu(?:[:=][A-Za-z_][\w.-]*)?[:=](\d+)")]
    private static partial Regex Gpu();
}
