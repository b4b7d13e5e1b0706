import { useQuery } from '@tanstack/react-query';
import type { UseQueryResult } from '@tanstack/react-query';
import type { FloorPlan, PlanPosition } from '#contract/shopfloor/plans.ts';
import { orpc } from '#lib/core.ts';

/** The floor plan of an area that counts now. */
export function useFloorPlan(areaId: string): UseQueryResult<FloorPlan> {
  return useQuery(
    orpc.shopfloor.plans.get.queryOptions({
      input: { areaId },
      meta: { topics: ['shopfloor.floor_plans'] },
    }),
  );
}

/** Machines and nodes of an area with their places on its plan. */
export function usePlanPositions(areaId: string): UseQueryResult<PlanPosition[]> {
  return useQuery(
    orpc.shopfloor.plans.positions.queryOptions({
      input: { areaId },
      meta: {
        topics: [
          'shopfloor.plan_positions',
          'shopfloor.machines',
          'shopfloor.zones',
          'shopfloor.floor_plans',
        ],
      },
    }),
  );
}
