using System.ComponentModel.DataAnnotations;

namespace Angioboard.Jobs.Users;

/// <summary>What one user may have at a time, so that nobody takes the box from the others.</summary>
public sealed record LimitOptions
{
    /// <summary>Pages of a user that are open in browsers; each takes some megabytes of the server's memory.</summary>
    [Range(1, 10_000)]
    public int OpenPages { get; init; } = 30;

    /// <summary>Runs of a user that wait in the queue.</summary>
    [Range(1, 100_000)]
    public int QueuedRuns { get; init; } = 500;

    /// <summary>Downloads of a user that are under way.</summary>
    [Range(1, 1000)]
    public int Downloads { get; init; } = 4;

    /// <summary>Frames of exams that are decoded for a user.</summary>
    [Range(1, 1000)]
    public int Frames { get; init; } = 4;
}
