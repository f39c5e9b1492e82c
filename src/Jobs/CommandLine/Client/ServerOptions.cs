using System.CommandLine;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Jobs.Control;
using Angioboard.Jobs.Leases;

namespace Angioboard.Jobs.CommandLine.Client;

/// <summary>The options that name a dashboard: by default that of this machine's data folder, else any other, by a token.</summary>
internal sealed class ServerOptions
{
    private const string ServerVariable = "ANGIOBOARD_SERVER", TokenVariable = "ANGIOBOARD_TOKEN";
    private const int LongestToken = 1000;

    private readonly Option<string?> server = new("--server")
    {
        Description = $"Address of a dashboard, such as https://box.example.org [default: {ServerVariable}, else the dashboard of this "
            + "machine]",
        HelpName = "URL",
    };
    private readonly Option<string?> token = new("--token")
    {
        Description = $"A token that you made on its page Account; other users of this machine can see it in the list of processes, so "
            + $"{TokenVariable} or --token-file are better [default: {TokenVariable}]",
    };
    private readonly Option<string?> tokenFile = new("--token-file") { Description = "File that holds the token", HelpName = "FILE" };
    private readonly Option<bool> insecure = new("--insecure")
    {
        Description = "Send the token without encryption (http) to another machine",
    };

    /// <summary>Adds the options to a verb.</summary>
    public ServerOptions(Command command)
    {
        foreach (Option option in new Option[] { server, token, tokenFile, insecure }) command.Options.Add(option);
    }

    /// <summary>Whether another dashboard than that of this machine's data folder is meant.</summary>
    public bool IsRemote(ParseResult parsed) => Address(parsed) is not null;

    /// <summary>The dashboard.</summary>
    /// <exception cref="InputException">The address or the token cannot be used.</exception>
    public DashboardClient Open(ParseResult parsed)
    {
        if (Address(parsed) is not { } address)
        {
            return parsed.GetValue(token) is null && parsed.GetValue(tokenFile) is null
                ? DashboardClient.Local(DataFolder.Resolve())
                : throw new InputException(
                    $"--server: is missing; a token is for the dashboard at an address, so give that or {ServerVariable}");
        }
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? url) || url.Scheme is not ("http" or "https") || url.Query.Length > 0
            || url.UserInfo.Length > 0)
            throw new InputException($"--server: {address} is not an address such as https://box.example.org");
        if (url.Scheme == "http" && !url.IsLoopback && !parsed.GetValue(insecure))
            throw new InputException($"--server: {address} would send the token over the network for all to read; use https, or an SSH "
                + "tunnel to localhost, or --insecure if nobody else is on that network");
        return DashboardClient.Remote(url, Token(parsed));
    }

    private string? Address(ParseResult parsed) => parsed.GetValue(server) ?? EnvironmentVariable.Find(ServerVariable);

    private string Token(ParseResult parsed)
    {
        string? found = parsed.GetValue(token)
            ?? (parsed.GetValue(tokenFile) is { } file ? Read(file) : EnvironmentVariable.Find(TokenVariable));
        if (string.IsNullOrWhiteSpace(found))
            throw new InputException($"--token: is missing; make one on the page Account, and give it in {TokenVariable} or --token-file");
        found = found.Trim();
        return found.Length <= LongestToken && found.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-')
            ? found
            : throw new InputException("--token: is not a token; one has letters, digits, _ and -, and begins with angio_");
    }

    private static string Read(string file)
    {
        try
        {
            using StreamReader reader = new(file);
            char[] text = new char[LongestToken + 2];
            return new string(text, 0, reader.ReadBlock(text));
        }
        catch (Exception e) when (FileErrors.Is(e))
        {
            throw new InputException($"--token-file: {file} cannot be read: {FileTrouble.Words(e)}", e);
        }
    }
}
