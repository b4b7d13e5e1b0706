import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { FirmwareImage, FirmwareUpdate } from '#contract/shopfloor/firmware.ts';
import { compareVersions } from '#contract/shopfloor/firmware-version.ts';
import type { NodeLink } from '#contract/shopfloor/nodes.ts';
import { client } from '#lib/core.ts';
import { useLiveRows } from '#lib/use-live-rows.ts';
import { useRows } from '#lib/use-rows.ts';

const nodeOf = (update: FirmwareUpdate): string => update.nodeId;

/** The newest update of each node, live, by the node's key. */
export function useUpdates(): ReadonlyMap<string, FirmwareUpdate> {
  const { store } = useLiveRows(
    (signal) => client.shopfloor.firmware.updates({}, { signal }),
    nodeOf,
  );
  const rows = useRows(store);
  return useMemo(() => new Map(rows.map((update) => [update.nodeId, update])), [rows]);
}

/** The catalogue of firmware, newest first within each type. */
export function useImages() {
  return useQuery({
    queryKey: ['shopfloor', 'firmware'],
    queryFn: ({ signal }) => client.shopfloor.firmware.list({}, { signal }),
    meta: { topics: ['shopfloor.firmware_images'] },
  });
}

/** The newest firmware of the catalogue that is newer than what a node runs; undefined where there is none. */
export function newerImage(
  images: readonly FirmwareImage[],
  { nodeType, firmwareVersion }: Pick<NodeLink, 'nodeType' | 'firmwareVersion'>,
): FirmwareImage | undefined {
  if (firmwareVersion === null) return undefined;
  const newest = images.find((image) => image.nodeType === nodeType);
  return newest && compareVersions(newest.version, firmwareVersion) > 0 ? newest : undefined;
}

/** Whether an update goes on. */
export const isUnderWay = (update: FirmwareUpdate | undefined): update is FirmwareUpdate =>
  update !== undefined && ['waiting', 'transferring', 'installing'].includes(update.state);
