using Angioboard.Core;

namespace Angioboard.Jobs.CommandLine.Client;

/// <summary>The address of a run in the API.</summary>
internal static class RunPath
{
    /// <summary><c>runs/demo/Train_3</c>.</summary>
    /// <exception cref="InputException">It is not a run's id.</exception>
    public static string Of(string run) => run.Split('/') is [{ Length: > 0 } experiment, { Length: > 0 } train]
        && train is not ("." or "..") && experiment is not ("." or "..")
        ? $"runs/{Uri.EscapeDataString(experiment)}/{Uri.EscapeDataString(train)}"
        : throw new InputException($"{run}: is not a run's id such as demo/Train_3");
}
