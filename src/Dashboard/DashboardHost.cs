using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text.Json;
using Angioboard.Core;
using Angioboard.Core.Files;
using Angioboard.Dashboard.Account;
using Angioboard.Dashboard.Configuration;
using Angioboard.Jobs;
using Angioboard.Jobs.Adoption;
using Angioboard.Jobs.Leases;
using Angioboard.Jobs.Runs;
using Angioboard.Jobs.Store;
using Angioboard.Jobs.Troubles;
using Angioboard.Jobs.Users;
using Microsoft.AspNetCore.Connections;

namespace Angioboard.Dashboard;

/// <summary>Starts the dashboard and prints its address; exits with 2 and one line if it cannot start.</summary>
public static class DashboardHost
{
    private const string DefaultUrl = "http://127.0.0.1:5080", Endpoints = "Kestrel:Endpoints", Address = "address-";

    /// <summary>Runs until it is stopped. Exit code: 0; 1 if it cannot continue; 2 if its input cannot be used.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        FolderRights.KeepPrivate();
        while (true)
        {
            try
            {
                CurrentFolder.Require();
                await using WebApplication app = Create(args);
                using PosixSignalRegistration hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, Stop);
                await StartAsync(app);
                await app.WaitForShutdownAsync();
                return app.Services.GetRequiredService<HostEnd>().Code;

                // The host handles the other signals. If nohup ignores this one, it stays ignored.
                void Stop(PosixSignalContext signal)
                {
                    signal.Cancel = true;
                    app.Lifetime.StopApplication();
                }
            }
            catch (InputException e)
            {
                Say(e);
                if (e.InnerException is not DamagedDatabaseException || !Rebuilt(args))
                    return 2;
            }
        }
    }

    /// <summary>The application, configured but not started.</summary>
    /// <exception cref="InputException">The configuration, the data folder or its database cannot be used.</exception>
    public static WebApplication Create(string[] args)
    {
        WebApplicationBuilder builder = Configure(args);
        AngioboardOptions options = Settings.Read(builder.Configuration);
        foreach (string line in FolderRights.Close(options))
            Console.Error.WriteLine($"angioboard: {line}");
        builder.AddDashboard(options);
        // A failed start is reported in one line; without this, the host and the job server add stack traces.
        bool started = false;
        foreach (string part in new[] { "Microsoft.Extensions.Hosting.Internal.Host", "Hangfire" })
            builder.Logging.AddFilter(part, level => started && level >= LogLevel.Warning);
        WebApplication app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => started = true);
        ReadStores(app.Services, options);
        app.UseDashboard(options);
        return app;
    }

    /// <summary>Starts to listen and prints the address and the sign-in link.</summary>
    /// <exception cref="InputException">The address cannot be used.</exception>
    public static async Task StartAsync(WebApplication app)
    {
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (Refusal(e) is { } reason)
        {
            throw new InputException(
                $"{string.Join(", ", Addresses(app.Configuration))}: {reason}; set ASPNETCORE_URLS to another address", e);
        }
        if (string.Equals(app.Configuration["FORWARDEDHEADERS_ENABLED"], "true", StringComparison.OrdinalIgnoreCase))
            Console.Error.WriteLine("angioboard: ASPNETCORE_FORWARDEDHEADERS_ENABLED: has no effect, because it would trust any client; "
                + "name the proxies in Angioboard:Proxies");
        app.Services.GetRequiredService<SignInLink>().Print();
    }

    /// <summary>Offers to rebuild a damaged database, if the terminal is interactive.</summary>
    private static bool Rebuilt(string[] args)
    {
        if (Console.IsInputRedirected)
            return false;
        Console.Error.Write("Rebuild the database from the run folders now, and keep a copy of this one? [y/N] ");
        if (Console.ReadLine()?.Trim() is not ("y" or "Y" or "yes"))
            return false;
        try
        {
            AngioboardOptions options = Settings.Read(Configure(args).Configuration);
            foreach (string line in Reindex.Run(options.DataFolder, options.Results, TimeProvider.System, CancellationToken.None).Lines())
                Console.WriteLine(line);
            return true;
        }
        catch (InputException e)
        {
            Say(e);
            return false;
        }
    }

    private static void Say(InputException error)
    {
        foreach (string problem in error.Problems)
            Console.Error.WriteLine($"angioboard: {problem.ReplaceLineEndings(" ")}");
    }

    private static void ReadStores(IServiceProvider services, AngioboardOptions options)
    {
        try
        {
            services.GetRequiredService<RunStore>();
            services.GetRequiredService<UserStore>();
        }
        catch (JsonException e)
        {
            DamagedDatabaseException damage = new(e);
            throw new InputException(
                $"{Database.PathIn(options.DataFolder)}: contains an entry that cannot be read ({damage.Message}); it was not changed: "
                + "start the version that wrote it, or run `angioboard reindex`, which keeps a copy of it and rebuilds it from the run "
                + "folders",
                damage);
        }
    }

    private static WebApplicationBuilder Configure(string[] args)
    {
        WebApplicationBuilder builder;
        try
        {
            builder = WebApplication.CreateBuilder(new WebApplicationOptions
            {
                Args = args,
                ApplicationName = typeof(App).Assembly.GetName().Name,
                ContentRootPath = AppContext.BaseDirectory,
            });
        }
        catch (InvalidDataException e)
        {
            throw new InputException(Unread(e), e);
        }
        builder.WebHost.UseStaticWebAssets();
        ListenAt(builder);
        return builder;
    }

    /// <summary>
    /// Turns the addresses of ASPNETCORE_URLS into endpoints of Kestrel's configuration: it would ignore them beside the socket of
    /// terminals.
    /// </summary>
    private static void ListenAt(WebApplicationBuilder builder)
    {
        if (builder.Configuration.GetSection(Endpoints).Exists())
            return;
        string[] addresses = (builder.Configuration["urls"] is { Length: > 0 } urls ? urls : DefaultUrl)
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        builder.Configuration.AddInMemoryCollection(
        [
            .. addresses.Select((address, number) =>
                KeyValuePair.Create<string, string?>($"{Endpoints}:{Address}{number}:Url", address)),
            // No addresses: if this were empty, the host would look for some elsewhere, and warn that it does not use them.
            KeyValuePair.Create<string, string?>("urls", ";"),
        ]);
    }

    /// <summary>The problem with a configuration file, which .NET names in quotes.</summary>
    private static string Unread(InvalidDataException e)
    {
        string path = e.Message.Split('\'') is [_, var named, ..] ? named : "appsettings.json";
        try
        {
            JsonText.Parse(File.ReadAllBytes(path), comments: true);
            return $"{path}: cannot be read as configuration; write settings by name in one JSON object";
        }
        catch (JsonException fault)
        {
            return $"{path}: {fault.Message}";
        }
        catch (Exception fault) when (FileErrors.Is(fault))
        {
            return $"{path}: cannot be read: {FileTrouble.Words(fault)}; make it readable";
        }
    }

    private static IEnumerable<string> Addresses(IConfiguration configuration) => configuration.GetSection(Endpoints).GetChildren()
        .Select(endpoint => endpoint["Url"]).OfType<string>();

    private static string? Refusal(Exception error)
    {
        for (Exception? e = error; e is not null; e = e.InnerException!)
        {
            switch (e)
            {
                case AddressInUseException or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return "another program listens there";
                case SocketException socket:
                    return socket.Message;
                case FormatException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" }:
                    return ErrorWords.Of(e);
            }
        }
        return null;
    }
}
