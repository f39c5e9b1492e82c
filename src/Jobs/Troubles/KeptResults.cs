using System.Security.Cryptography;
using System.Text;
using Angioboard.Core.Files.Opening;
using Angioboard.Jobs.Leases;
using Microsoft.Extensions.Logging;

namespace Angioboard.Jobs.Troubles;

/// <summary>
/// Results that pages ask for: one is computed at a time, as each uses all cores, and each only once, as results are kept in the data
/// folder. A full disk costs the next reader some seconds, not this one the result.
/// </summary>
/// <typeparam name="T">The results.</typeparam>
/// <param name="dataFolder">The data folder.</param>
/// <param name="name">The name of their folder there.</param>
/// <param name="what">What keeping them is called in the log.</param>
/// <param name="read">Reads a file.</param>
/// <param name="write">Writes a file.</param>
/// <param name="logger">Receives why they could not be kept.</param>
internal sealed class KeptResults<T>(
    string dataFolder, string name, string what, Func<string, OpenRule, T> read, Action<string, T> write, ILogger logger) : IDisposable
    where T : class
{
    private readonly SemaphoreSlim turn = new(1, 1);
    private readonly KeptFiles<T> kept = new(Path.GetFullPath(dataFolder), name, read, write);
    private readonly TroubleLog troubles = new(logger);

    /// <summary>The key of results: of all that they depend on.</summary>
    public static string Key(IEnumerable<string> parts) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', parts))));

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    /// <summary>The results of a key, if they are kept, or else computed when no others are.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<T> FindOrComputeAsync(string key, Func<T> compute, CancellationToken cancellation)
    {
        if (kept.Find(key) is { } known) return known;
        return await InTurnAsync(() =>
        {
            // Another page may have asked the same.
            if (kept.Find(key) is { } meanwhile) return meanwhile;
            T results = compute();
            Try(what, () => kept.Keep(key, results));
            return results;
        }, cancellation);
    }

    /// <summary>Does other work that uses all cores when no results are computed.</summary>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async Task<TWork> InTurnAsync<TWork>(Func<TWork> work, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation);
        try
        {
            return work();
        }
        finally
        {
            turn.Release();
        }
    }

    /// <summary>Writes what is not needed for the results; if the disk does not let it, that is logged.</summary>
    public void Try(string doing, Action writing)
    {
        try
        {
            writing();
            troubles.Worked(doing);
        }
        catch (Exception e) when (TroubleLog.MayPass(e))
        {
            troubles.Say(doing, e);
        }
    }
}
