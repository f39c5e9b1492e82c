using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Angioboard.Core.Files;
using LiteDB;

namespace Angioboard.Jobs.Store;

/// <summary>Closes a database whose engine has failed.</summary>
internal static class FailedEngine
{
    private const BindingFlags Inside = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    // Kept for ever where the engine is not as we know it, so that no finalizer of its ever runs.
    private static readonly List<object> kept = [];

    /// <summary>
    /// Closes it. A transaction that failed in its commit is left undisposed by LiteDB 5, and its finalizer throws, which would end the process:
    /// none of them is finalized.
    /// </summary>
    public static void Close(LiteDatabase database)
    {
        object? engine = typeof(LiteDatabase).GetField("_engine", Inside)?.GetValue(database);
        object? monitor = engine?.GetType().GetField("_monitor", Inside)?.GetValue(engine);
        if (monitor?.GetType().GetProperty("Transactions", Inside)?.GetValue(monitor) is ICollection transactions) Suppress(transactions);
        else Keep(database);
        try
        {
            database.Dispose();
        }
        catch (Exception e) when (FileErrors.Is(e) || e is LiteException or InvalidOperationException)
        {
            // Its files are closed when it is collected; all that counts is in them.
        }
    }

    [SuppressMessage("Usage", "CA1816", Justification = "They are LiteDB's, and their finalizers are what must not run.")]
    private static void Suppress(ICollection transactions)
    {
        foreach (object transaction in transactions) GC.SuppressFinalize(transaction);
    }

    private static void Keep(LiteDatabase database)
    {
        lock (kept) kept.Add(database);
    }
}
