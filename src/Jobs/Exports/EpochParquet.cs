using Angioboard.Jobs.Runs;
using Parquet;
using Parquet.Schema;

namespace Angioboard.Jobs.Exports;

/// <summary>Writes epochs as Parquet, a row group for each table.</summary>
internal static class EpochParquet
{
    /// <param name="tables">The epochs.</param>
    /// <param name="names">The values.</param>
    /// <param name="written">The stream that is written to, also synchronously.</param>
    /// <param name="send">Called with each row group written, and at the end: empties the stream.</param>
    /// <param name="cancellation">Stops it.</param>
    public static async Task WriteAsync(
        IAsyncEnumerable<EpochTable> tables, IReadOnlyList<string> names, Stream written, Func<Task> send, CancellationToken cancellation)
    {
        DataField run = new DataField<string>("run", false), experiment = new DataField<string>("experiment", false),
            name = new DataField<string>("name", true), epoch = new DataField<int>("epoch");
        DataField[] values = [.. names.Select(field => new DataField<double>(field, true))];
        // Runs and experiments repeat, measured values do not.
        ParquetOptions options = new() { DictionaryEncodingSampleSize = 1000 };
        ParquetSchema schema = new([run, experiment, name, epoch, .. values]);
        await using (ParquetWriter writer =
            await ParquetWriter.CreateAsync(schema, new ForwardStream(written), options, cancellationToken: cancellation))
        {
            await foreach (EpochTable table in tables)
            {
                if (table.Rows == 0) continue;
                using (ParquetRowGroupWriter group = writer.CreateRowGroup())
                {
                    await group.WriteAsync(run, Texts(table, of => of.Id));
                    await group.WriteAsync(experiment, Texts(table, of => of.Experiment));
                    await group.WriteAsync(name, Texts(table, of => of.Name));
                    await group.WriteAsync<int>(epoch, table.Numbers.ToArray(), cancellationToken: cancellation);
                    for (int column = 0; column < values.Length; column++)
                        await group.WriteAsync<double>(values[column], table.Column(column).ToArray(), cancellationToken: cancellation);
                    group.CompleteValidate();
                }
                await send();
            }
        }
        await send();
    }

    private static string[] Texts(EpochTable table, Func<Run, string?> text)
    {
        string?[] ofRuns = [.. table.Runs.Select(text)];
        return [.. table.RunOf.Select(run => ofRuns[run]!)];
    }
}
