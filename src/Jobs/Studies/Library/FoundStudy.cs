using Angioboard.Core.Studies;

namespace Angioboard.Jobs.Studies.Library;

/// <summary>A study's folder among the results, as far as it can be read: its plan alone, not its folds or runs.</summary>
public sealed record FoundStudy
{
    /// <summary>The experiment: the name of the folder that contains it.</summary>
    public required string Experiment { get; init; }

    /// <summary><c>Study_N</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Its full path.</summary>
    public required string Folder { get; init; }

    /// <summary>When it was made, or when its plan was last written if this cannot be read.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>What it compares and how; null if study.json cannot be read.</summary>
    public StudyPlan? Plan { get; init; }

    /// <summary>The runs that it consists of, whether they exist or not; empty without a plan.</summary>
    public IReadOnlyList<StudyRun> Runs { get; init; } = [];

    /// <summary>What is wrong with study.json, a line each. The lines name paths of this machine.</summary>
    public IReadOnlyList<string> Problems { get; init; } = [];

    /// <summary>The experiment and the name: <c>demo/Study_2</c>.</summary>
    public string Id => $"{Experiment}/{Name}";

    /// <summary>The folder of the experiment, which also holds the runs.</summary>
    public string ExperimentFolder => Path.GetDirectoryName(Folder)!;
}
