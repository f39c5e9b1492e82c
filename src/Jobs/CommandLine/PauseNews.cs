using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Jobs.Control;

namespace Angioboard.Jobs.CommandLine;

/// <summary>Tells the terminal, and the dashboard by its socket, that a run waits for its folder: where nothing can be written, both still hear of it.</summary>
internal sealed class PauseNews(string dataFolder, string runFolder, Action<string> say)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private string? told;

    /// <summary>Tells why it waits; null: it goes on.</summary>
    public void Tell(string? reason)
    {
        if (reason != told) say(reason is null ? "continuing" : $"waiting, and will continue by itself: {reason}");
        told = reason;
        // The training's own thread waits here, since there is nothing else that it could do.
        using CancellationTokenSource late = new(Patience);
        try
        {
            ControlClient.AskAsync(dataFolder, new JsonObject { ["verb"] = "paused", ["folder"] = runFolder, ["reason"] = reason }, late.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is InputException or OperationCanceledException)
        {
            // No dashboard runs there, or it is another user's.
        }
    }
}
