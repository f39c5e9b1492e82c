using Angioboard.Jobs;
using Angioboard.Jobs.Control;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Angioboard.Dashboard.Requests;

/// <summary>
/// The socket in the data folder, at which terminals of this machine use the API. Only the folder's owner can open it, so its requests are
/// the owner's. Which requests these are is a mark on the connection, set by the listener: no header and no address can make it.
/// </summary>
internal static class TerminalSocket
{
    /// <summary>Listens at the socket beside the configured addresses.</summary>
    public static void AddTerminalSocket(this IServiceCollection services, AngioboardOptions options)
    {
        // The database is open by then, so no other dashboard listens there.
        services.AddSingleton(_ => TerminalAddress.Create(options.DataFolder));
        services.AddOptions<KestrelServerOptions>().Configure<TerminalAddress>((kestrel, address) =>
            kestrel.ListenUnixSocket(address.Path, listen => listen.Use(next => connection =>
            {
                if (connection.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
                    connection.Features.Set(new Mark(SocketPeer.NameOf(socket)));
                return next(connection);
            })));
    }

    /// <summary>The system's user at a terminal whose request this is; null for all other requests.</summary>
    public static string? Terminal(this HttpContext context) => context.Features.Get<Mark>()?.User;

    /// <summary>Closes the socket to other users, and gives terminals nothing but the API.</summary>
    public static void UseTerminalSocket(this WebApplication app)
    {
        app.Lifetime.ApplicationStarted.Register(() =>
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(
                    app.Services.GetRequiredService<TerminalAddress>().Path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        });
        app.Use((context, next) => context.Terminal() is null || context.IsApi()
            ? next(context)
            : context.RefuseAsync(StatusCodes.Status404NotFound, $"Terminals find nothing here but {ApiProblem.Root}."));
    }

    private sealed record Mark(string User);
}
