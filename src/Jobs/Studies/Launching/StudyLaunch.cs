using Angioboard.Jobs.Launches;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Studies.Planning;

namespace Angioboard.Jobs.Studies.Launching;

/// <summary>A study to make and to launch.</summary>
public sealed record StudyLaunch
{
    /// <summary>What it compares.</summary>
    public required StudyRequest Study { get; init; }

    /// <summary>Folder below the results that receives the Study_N and the Train_N of its runs.</summary>
    public required string Experiment { get; init; }

    /// <summary>A name for the runs, in which <c>{lr}</c> stands for the run's value of a setting.</summary>
    public string? Name { get; init; }

    /// <summary>A note on each run.</summary>
    public string Note { get; init; } = "";

    /// <summary>Tags of each run.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>What marks a program's request, so that it can be sent again; null for requests without such a mark.</summary>
    public RequestMark? Mark { get; init; }

    /// <summary>The registered dataset that the settings use; null if they name files directly.</summary>
    public string? Dataset { get; init; }

    /// <summary>The launch of the runs, without settings.</summary>
    internal LaunchRequest Runs => new()
    {
        Settings = [], Experiment = Experiment, Name = Name, Note = Note, Tags = Tags, Mark = Mark, Dataset = Dataset,
    };
}
