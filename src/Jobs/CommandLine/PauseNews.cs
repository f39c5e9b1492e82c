using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Jobs.Control;

namespace Angioboard.Jobs.CommandLine;

/// <summary>
/// Reports that a run waits for its folder, to the terminal and through the socket to the dashboard. When nothing can be written, both
/// still learn of it.
/// </summary>
internal sealed class PauseNews(string dataFolder, string runFolder, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private string? told;

    /// <summary>Reports why the run waits; null: it continues.</summary>
    public void Tell(string? reason)
    {
        if (reason != told) say(reason is null ? "continuing" : $"waiting, and will continue by itself: {reason}");
        told = reason;
        // The training thread waits here, as there is nothing else it could do.
        using CancellationTokenSource late = new(Patience);
        try
        {
            using DashboardClient dashboard = DashboardClient.Local(dataFolder);
            dashboard.AskAsync(HttpMethod.Post, "local/paused", new JsonObject { ["folder"] = runFolder, ["reason"] = reason }, late.Token)
                .GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is InputException or OperationCanceledException)
        {
            // No dashboard runs there, or it is another user's.
        }
    }
}
