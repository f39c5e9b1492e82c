using Angioboard.Core;
using MudBlazor;

namespace Angioboard.Dashboard.Dialogs;

/// <summary>Says on the page how an action ended.</summary>
internal static class SaidOutcome
{
    /// <summary>Does something, and says what was done, or what was wrong, a message for each problem.</summary>
    /// <param name="snackbar">Shows the messages.</param>
    /// <param name="act">Returns what was done; null for nothing to say.</param>
    public static async Task SayAsync(this ISnackbar snackbar, Func<Task<string?>> act)
    {
        try
        {
            if (await act() is { } done) snackbar.Add(done, Severity.Success);
        }
        catch (InputException e)
        {
            foreach (string problem in e.Problems) snackbar.Add(problem, Severity.Error);
        }
    }
}
