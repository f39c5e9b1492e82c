namespace Angioboard.Core.Files.Opening;

/// <summary>What <see cref="SafeOpen"/> may open. Under every rule only regular files are opened, without blocking.</summary>
public sealed record OpenRule
{
    /// <summary>Maximum bytes of a run's JSON: predictions of a million exams.</summary>
    public const long LargestJson = 1 << 29;

    /// <summary>Any file, through links too: for paths named by a user who may read them anyway.</summary>
    public static readonly OpenRule Named = new() { Links = true };

    /// <summary>Maximum bytes.</summary>
    public long Largest { get; init; } = long.MaxValue;

    /// <summary>
    /// Whether links are followed; below <see cref="Beneath"/> only those that stay inside. Otherwise a link at the path's end is refused,
    /// and below <see cref="Beneath"/> every link.
    /// </summary>
    public bool Links { get; init; }

    /// <summary>The folder that must contain it, at any depth; null for anywhere. The folder itself may be reached through links.</summary>
    public string? Beneath { get; init; }

    /// <summary>Required owner of <see cref="Beneath"/>, and of the file unless it is this process's own; null for any.</summary>
    public uint? Owner { get; init; }
}
