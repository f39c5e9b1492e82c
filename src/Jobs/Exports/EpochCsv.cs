using Angioboard.Jobs.Lists;
using Angioboard.Jobs.Runs;

namespace Angioboard.Jobs.Exports;

/// <summary>Writes epochs as CSV.</summary>
internal sealed class EpochCsv(Stream output, IReadOnlyList<string> names) : IEpochText
{
    private readonly CsvText csv = new(output, "\n") { QuotesFormulas = true };

    public void Begin()
    {
        csv.Texts([.. EpochExport.Facts, .. names]);
        csv.EndRow();
        csv.Flush();
    }

    public void Write(EpochTable table)
    {
        for (int row = 0; row < table.Rows; row++)
        {
            Run run = table.Runs[table.RunOf[row]];
            csv.Text(run.Id);
            csv.Text(run.Experiment);
            csv.Text(run.Name ?? "");
            csv.Number(table.Numbers[row]);
            for (int column = 0; column < names.Count; column++) csv.Number(table.Column(column)[row]);
            csv.EndRow();
        }
        csv.Flush();
    }

    public void Dispose() => csv.Dispose();
}
