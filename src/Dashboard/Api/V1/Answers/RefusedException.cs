using Angioboard.Core;

namespace Angioboard.Dashboard.Api.V1.Answers;

/// <summary>A request that cannot be answered, with the status that says so.</summary>
internal sealed class RefusedException(int status, IReadOnlyList<string> problems) : InputException(problems)
{
    /// <summary>One problem.</summary>
    public RefusedException(int status, string problem) : this(status, [problem]) { }

    /// <summary>The status.</summary>
    public int Status => status;

    /// <summary>A run that does not exist.</summary>
    public static RefusedException NoRun(string experiment, string train) => new(StatusCodes.Status404NotFound,
        $"There is no run {experiment}/{train}: it may have been deleted. {Requests.ApiProblem.Root}/runs lists all.");

    /// <summary>A study that does not exist.</summary>
    public static RefusedException NoStudy(string experiment, string study) => new(StatusCodes.Status404NotFound,
        $"There is no study {experiment}/{study}: it may have been moved. {Requests.ApiProblem.Root}/studies lists all.");
}
