using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Angioboard.Core;

namespace Angioboard.Jobs.Lists.Paging;

/// <summary>
/// Where a walk through a sorted list goes on: after the place of the last run, whether that run still exists or not. Programs get it as a
/// text that they send back unread. It gives no rights, so it is not signed.
/// </summary>
internal static class RunCursor
{
    // The start of a hash is enough to notice another query.
    private const int HashDigits = 16, Longest = 4000;

    private static readonly JsonSerializerOptions json = new() { RespectRequiredConstructorParameters = true };

    /// <summary>The cursor after a run.</summary>
    public static string After(RunPlace place, RunQuery query) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(
        new Written(Hash(query), place.Number is { } number ? Text(number) : null, place.Text, place.Created, place.Key), json));

    /// <summary>The place in a cursor.</summary>
    /// <exception cref="InputException">It is not one, or belongs to another query.</exception>
    public static RunPlace Read(string cursor, RunQuery query)
    {
        Written? read = null;
        try
        {
            if (cursor.Length <= Longest) read = JsonSerializer.Deserialize<Written>(Base64Url.DecodeFromChars(cursor), json);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            // Said below.
        }
        double number = 0;
        if (read is null
            || (read.Number is { } text && !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out number)))
            throw new InputException("cursor: this is none; send the value of next of the answer before, unchanged");
        if (read.Query != Hash(query))
            throw new InputException("cursor: it belongs to another query or order; repeat those of its answer, or start without it");
        return new RunPlace(read.Number is null ? null : number, read.Text, read.Created, read.Key);
    }

    // JSON has no infinity.
    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // Columns and size may change on the way.
    private static string Hash(RunQuery query)
    {
        RunQuery walked = new RunQuery
        {
            Search = query.Search,
            Statuses = query.Statuses,
            Datasets = query.Datasets,
            Tags = query.Tags,
            Owners = query.Owners,
            Launch = query.Launch,
            Shelf = query.Shelf,
            Sort = query.Sort,
            Descending = query.Descending,
        };
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(RunQueryAddress.Write(walked))))[..HashDigits];
    }

    private sealed record Written(string Query, string? Number, string? Text, long Created, int Key);
}
