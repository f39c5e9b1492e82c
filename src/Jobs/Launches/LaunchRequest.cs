using Angioboard.Core.Settings;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Launches;

/// <summary>Runs to launch together.</summary>
public sealed record LaunchRequest
{
    /// <summary>Settings of each run.</summary>
    public required IReadOnlyList<RunSettings> Settings { get; init; }

    /// <summary>Folder below the results that receives the Train_N: letters, digits, dots, dashes, underscores.</summary>
    public required string Experiment { get; init; }

    /// <summary>A name for the runs, in which <c>{lr}</c> stands for the run's value of a setting.</summary>
    public string? Name { get; init; }

    /// <summary>A note in free text.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What marks a program's request, so that it can be sent again; null for requests without such a mark.</summary>
    public RequestMark? Mark { get; init; }

    /// <summary>The registered dataset that the settings use; null if they name files directly.</summary>
    public string? Dataset { get; init; }
}
