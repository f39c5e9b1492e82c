using System.Collections.Concurrent;
using Angioboard.Core;
using Angioboard.Core.Files;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Troubles;

/// <summary>Logs why something is tried again: the first error of each kind, and the next one after it has worked. Thread-safe.</summary>
internal sealed partial class TroubleLog(ILogger logger)
{
    private const int MostKept = 1000;

    private readonly ConcurrentDictionary<(string What, string Why), byte> said = new();

    /// <summary>Whether an error may pass by itself, such as that of a full disk.</summary>
    public static bool MayPass(Exception e) => FileErrors.Is(e) || e is InputException or LiteDB.LiteException;

    /// <summary>Logs that something failed and is tried again.</summary>
    /// <param name="what">What was tried, as the subject of a sentence.</param>
    /// <param name="e">Why it failed.</param>
    public void Say(string what, Exception e)
    {
        string why = e is InputException ? ErrorWords.Of(e) : FileTrouble.Words(e);
        // These texts may name any number of other users' files.
        if (said.Count > MostKept) said.Clear();
        if (said.TryAdd((what, why), 0)) Again(what, why);
    }

    /// <summary>Records that it has worked.</summary>
    public void Worked(string what)
    {
        if (said.IsEmpty) return;
        foreach ((string What, string Why) one in said.Keys.Where(one => one.What == what)) said.TryRemove(one, out _);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{What} cannot be done now and is tried again: {Why}")]
    private partial void Again(string what, string why);
}
