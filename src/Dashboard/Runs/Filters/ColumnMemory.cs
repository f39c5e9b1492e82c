using Angioboard.Jobs.Lists.Columns;
using Microsoft.JSInterop;

namespace Angioboard.Dashboard.Runs.Filters;

/// <summary>The columns chosen last in this browser, for lists whose address names none. Empty if they are chosen automatically.</summary>
public sealed class ColumnMemory(IJSRuntime script)
{
    /// <summary>The cookie that holds them.</summary>
    public const string Cookie = "angioboard-columns";

    private const int Most = 60;

    /// <summary>Their keys, in order.</summary>
    public IReadOnlyList<string> Columns { get; private set; } = [];

    /// <summary>Takes over the cookie's value; what is no column is left out.</summary>
    public void Read(string cookie) => Columns =
    [
        .. cookie.Split(',', StringSplitOptions.RemoveEmptyEntries).Distinct().Where(key => RunColumns.Find(key) is not null).Take(Most),
    ];

    /// <summary>Keeps a choice; an empty one forgets it.</summary>
    public async Task KeepAsync(IReadOnlyList<string> columns)
    {
        if (columns.SequenceEqual(Columns)) return;
        Columns = columns;
        await script.InvokeVoidAsync("angioboard.remember", "columns", string.Join(',', columns.Take(Most)));
    }
}
