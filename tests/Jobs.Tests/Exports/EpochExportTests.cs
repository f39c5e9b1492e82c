using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Angioboard.Core;
using Angioboard.Core.RunFolders;
using Angioboard.Jobs.Exports;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Tests.Runs;
using Parquet;
using Parquet.Serialization;

namespace Angioboard.Jobs.Tests.Exports;

public sealed class EpochExportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly Database database;
    private readonly RunStore store;

    public EpochExportTests()
    {
        database = Database.Open(folder.Path);
        store = new RunStore(database, new RunFeed());
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        database.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task All_formats_hold_the_same_rows()
    {
        Add(1, ("val_loss", 0.5), ("lr", 1e-5));
        Add(2, ("val_loss", null), ("val_accuracy", 1 / 3.0));
        Add(40, ("val_loss", double.NaN));
        Run[] runs = [store.Find("demo/Train_40")!, store.Find("demo/Train_2")!, store.Find("demo/Train_1")!];

        string csv = await TextAsync(runs, EpochFormat.Csv), lines = await TextAsync(runs, EpochFormat.Jsonl);
        IReadOnlyList<Dictionary<string, object?>> parquet = await ParquetAsync(runs);

        Assert.Equal("""
            run,experiment,name,epoch,val_loss,lr,val_accuracy
            demo/Train_1,demo,'=1+1,1,0.5,1E-05,
            demo/Train_1,demo,'=1+1,2,0.5,1E-05,
            demo/Train_2,demo,,1,,,0.3333333333333333
            demo/Train_2,demo,,2,,,0.3333333333333333
            demo/Train_40,demo,,1,,,
            demo/Train_40,demo,,2,,,

            """.ReplaceLineEndings("\n").Replace("'=1+1", "\"'=1+1\"", StringComparison.Ordinal), csv);
        JsonNode[] rows = [.. lines.TrimEnd('\n').Split('\n').Select(line => JsonNode.Parse(line)!)];
        Assert.Equal("""{"run":"demo/Train_1","experiment":"demo","name":"=1+1","epoch":2,"val_loss":0.5,"lr":1E-05,"val_accuracy":null}""",
            lines.Split('\n')[1]);
        Assert.Equal(6, rows.Length);
        Assert.Equal(rows.Select(row => string.Join('|', row.AsObject().Select(field => field.Value?.ToString()))),
            parquet.Select((row, i) => string.Join('|', rows[i].AsObject().Select(field => row.GetValueOrDefault(field.Key) switch
            {
                double number => JsonValue.Create(number).ToString(),
                IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
                object value => value.ToString(),
                null => null,
            }))));
    }

    [Fact]
    public async Task More_rows_than_are_read_at_a_time_arrive_in_order()
    {
        Run[] runs = [.. Enumerable.Range(1, 600).Select(key => Sample.Run(key) with { EpochsDone = 40,
            Last = new Dictionary<string, double?> { ["val_loss"] = 1 } })];
        store.Import(runs, runs.SelectMany(run => Enumerable.Range(0, 40).Select(epoch =>
            (run.Key, new EpochRecord(epoch, new Dictionary<string, double?> { ["val_loss"] = run.Key + epoch / 100.0 })))));

        string csv = await TextAsync([.. runs.Reverse()], EpochFormat.Csv);
        IReadOnlyList<Dictionary<string, object?>> parquet = await ParquetAsync(runs);

        string[] wanted = [.. runs.SelectMany(run => Enumerable.Range(0, 40).Select(epoch => string.Create(CultureInfo.InvariantCulture,
            $"{run.Id},demo,,{epoch + 1},{run.Key + epoch / 100.0:R}")))];
        Assert.Equal(wanted, csv.TrimEnd('\n').Split('\n').Skip(1));
        Assert.Equal(24_000, parquet.Count);
        Assert.Equal(("demo/Train_600", 40, 600.39), ((string)parquet[^1]["run"]!, (int)parquet[^1]["epoch"]!,
            (double)parquet[^1]["val_loss"]!));
    }

    [Fact]
    public async Task Chosen_values_of_chosen_runs_are_exported_and_nothing_of_their_neighbours()
    {
        foreach (int key in new[] { 1, 2, 3, 30 }) Add(key, ("val_loss", key), ("lr", 1));

        string csv = await TextAsync([store.Find("demo/Train_1")!, store.Find("demo/Train_3")!], EpochFormat.Csv, "lr");

        Assert.Equal(["run,experiment,name,epoch,lr", "demo/Train_1,demo,\"'=1+1\",1,1", "demo/Train_1,demo,\"'=1+1\",2,1",
            "demo/Train_3,demo,,1,1", "demo/Train_3,demo,,2,1"], csv.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public async Task Without_runs_the_formats_are_still_whole()
    {
        Assert.Equal("run,experiment,name,epoch\n", await TextAsync([], EpochFormat.Csv));
        Assert.Equal("", await TextAsync([], EpochFormat.Jsonl));
        Assert.Empty(await ParquetAsync([]));
    }

    [Fact]
    public void An_unknown_value_is_named_with_the_one_that_was_meant()
    {
        Add(1, ("val_loss", 1));
        Run run = store.Find("demo/Train_1")!;

        InputException refused = Assert.Throws<InputException>(() => EpochNames.Choose(["val_los", "speed"], [run], [run]));

        Assert.Equal(["fields: no run has a value “val_los” for each epoch; did you mean val_loss?",
            "fields: no run has a value “speed” for each epoch; there are val_loss"], refused.Problems);
    }

    private void Add(int key, params (string Name, double? Value)[] values)
    {
        Dictionary<string, double?> named = values.ToDictionary(value => value.Name, value => value.Value);
        Dictionary<string, double?> last =
            values.ToDictionary(value => value.Name, value => value.Value is double.NaN ? null : value.Value);
        store.Import([Sample.Run(key) with { Name = key == 1 ? "=1+1" : null, EpochsDone = 2, Last = last }],
            [(key, new EpochRecord(0, named)), (key, new EpochRecord(1, named))]);
    }

    private async Task<string> TextAsync(IReadOnlyList<Run> runs, EpochFormat format, params string[] names)
    {
        using MemoryStream body = await ExportAsync(runs, format, names);
        return Encoding.UTF8.GetString(body.ToArray());
    }

    private async Task<IReadOnlyList<Dictionary<string, object?>>> ParquetAsync(IReadOnlyList<Run> runs)
    {
        using MemoryStream body = await ExportAsync(runs, EpochFormat.Parquet, []);
        body.Position = 0;
        return [.. (await ParquetSerializer.DeserializeUntypedAsync(body, cancellationToken: Cancellation)).Data
            .Select(row => row.ToDictionary(field => field.Key, field => (object?)field.Value))];
    }

    private async Task<MemoryStream> ExportAsync(IReadOnlyList<Run> runs, EpochFormat format, string[] names)
    {
        MemoryStream body = new();
        IReadOnlyList<string> columns = names.Length > 0 ? names : EpochNames.Of(runs);
        await new EpochExport(store, runs, columns).WriteAsync(format, body, Cancellation);
        return body;
    }
}
