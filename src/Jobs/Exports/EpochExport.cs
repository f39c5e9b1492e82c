using System.Runtime.CompilerServices;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Exports;

/// <summary>
/// Writes the epochs of many runs, a row for each: run, experiment, name, epoch, and a column for each value. Runs come in the order in
/// which they were added to the store. Some thousand epochs are read at a time, and the next ones while these are written.
/// </summary>
/// <param name="store">The runs' epochs.</param>
/// <param name="runs">The runs.</param>
/// <param name="names">The values, in the order of their columns.</param>
public sealed class EpochExport(RunStore store, IReadOnlyList<Run> runs, IReadOnlyList<string> names)
{
    // A column of so many rows is just no large object, which only full collections would free.
    private const int RowsAtOnce = 5000;

    /// <summary>The columns before the values.</summary>
    public static IReadOnlyList<string> Facts { get; } = ["run", "experiment", "name", "epoch"];

    /// <summary>Writes all of them.</summary>
    /// <param name="format">How.</param>
    /// <param name="output">The stream, which stays open.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task WriteAsync(EpochFormat format, Stream output, CancellationToken cancellation)
    {
        using MemoryStream written = new();
        if (format == EpochFormat.Parquet)
        {
            await EpochParquet.WriteAsync(BlocksAsync(cancellation), names, written, SendAsync, cancellation);
            return;
        }
        using IEpochText writer = format == EpochFormat.Csv ? new EpochCsv(written, names) : new EpochLines(written, names);
        writer.Begin();
        await foreach (EpochTable block in BlocksAsync(cancellation))
        {
            writer.Write(block);
            await SendAsync();
        }
        // A table without rows still has its heading.
        await SendAsync();

        async Task SendAsync()
        {
            await output.WriteAsync(written.GetBuffer().AsMemory(0, (int)written.Length), cancellation);
            written.SetLength(0);
        }
    }

    private async IAsyncEnumerable<EpochTable> BlocksAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        Task<EpochTable>? next = null;
        foreach (IReadOnlyList<Run> block in Blocks())
        {
            Task<EpochTable> reading = Task.Run(() => store.Epochs(block, names), cancellation);
            if (next is not null) yield return await next;
            next = reading;
        }
        if (next is not null) yield return await next;
    }

    private IEnumerable<IReadOnlyList<Run>> Blocks()
    {
        List<Run> block = [];
        long rows = 0;
        foreach (Run run in runs.OrderBy(run => run.Key))
        {
            if (block.Count > 0 && rows + run.EpochsDone > RowsAtOnce)
            {
                yield return block;
                (block, rows) = ([], 0);
            }
            block.Add(run);
            rows += run.EpochsDone;
        }
        if (block.Count > 0) yield return block;
    }
}
