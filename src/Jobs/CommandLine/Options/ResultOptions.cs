using System.CommandLine;
using Angioboard.Core;

namespace Angioboard.Jobs.CommandLine.Options;

/// <summary>The options by which a command prints its result in a format, or writes it to a file.</summary>
internal sealed class ResultOptions
{
    /// <summary>The formats.</summary>
    public const string Json = "json", Csv = "csv", Latex = "latex", Pdf = "pdf";

    private static readonly (string Format, string Ending)[] endings =
        [(Json, ".json"), (Csv, ".csv"), (Latex, ".tex"), (Pdf, ".pdf")];

    private readonly (string Format, Option<bool> Option)[] asked;
    private readonly (string Format, string Ending)[] files;
    private readonly Option<string?> output;

    /// <param name="command">The command that gets the options.</param>
    /// <param name="json">What --json does.</param>
    /// <param name="csv">What --csv does.</param>
    /// <param name="latex">What --latex does.</param>
    /// <param name="pdf">Whether the file can be a PDF, which cannot be printed.</param>
    public ResultOptions(Command command, string json, string csv, string latex, bool pdf = false)
    {
        asked =
        [
            (Json, new Option<bool>("--json") { Description = json }), (Csv, new Option<bool>("--csv") { Description = csv }),
            (Latex, new Option<bool>("--latex") { Description = latex }),
        ];
        files = [.. endings.Where(file => pdf || file.Format != Pdf)];
        output = new Option<string?>("--output")
        {
            Description = $"File for the result: its ending ({string.Join(", ", files.Select(file => file.Ending))}) or --json, --csv or "
                + "--latex says which",
        };
        foreach ((_, Option<bool> option) in asked) command.Options.Add(option);
        command.Options.Add(output);
    }

    /// <summary>The format, null for tables, and the file, null for standard output.</summary>
    /// <exception cref="InputException">Two formats are given, or the file's ending says none.</exception>
    public (string? Format, string? File) Read(ParseResult parsed)
    {
        string? file = parsed.GetValue(output);
        string[] given = [.. asked.Where(one => parsed.GetValue(one.Option)).Select(one => one.Format)];
        if (given.Length > 1) throw new InputException($"--{string.Join(" and --", given)} exclude each other; give one of them");
        if (given.Length == 1 || file is null) return (given.FirstOrDefault(), file);
        return (files.FirstOrDefault(one => one.Ending == Path.GetExtension(file)).Format
            ?? throw new InputException($"{file}: the ending says no format; end it in "
                + $"{string.Join(", ", files.SkipLast(1).Select(one => one.Ending))} or {files[^1].Ending}, or give --json, --csv or "
                + "--latex"), file);
    }
}
